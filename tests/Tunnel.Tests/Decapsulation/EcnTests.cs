using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Decapsulation;

/// <summary>RFC 6040 figure 4, all sixteen cells, for both inner versions in all tunnels; and figure 3 (normal mode) on the way in.</summary>
[Clause("5555-4.1.1-dscp-ecn", "2983-4-dscp")]
public sealed class EcnTests
{
    private const int NotEct = 0;
    private const int Ect1 = 1;
    private const int Ect0 = 2;
    private const int Ce = 3;
    private const int Drop = -1;

    private static readonly Dictionary<(int Inner, int Outer), int> Figure4 = new()
    {
        [(NotEct, NotEct)] = NotEct, [(NotEct, Ect0)] = NotEct, [(NotEct, Ect1)] = NotEct, [(NotEct, Ce)] = Drop,
        [(Ect0, NotEct)] = Ect0, [(Ect0, Ect0)] = Ect0, [(Ect0, Ect1)] = Ect1, [(Ect0, Ce)] = Ce,
        [(Ect1, NotEct)] = Ect1, [(Ect1, Ect0)] = Ect1, [(Ect1, Ect1)] = Ect1, [(Ect1, Ce)] = Ce,
        [(Ce, NotEct)] = Ce, [(Ce, Ect0)] = Ce, [(Ce, Ect1)] = Ce, [(Ce, Ce)] = Ce,
    };

    public static TheoryData<Encapsulation, int> Tunnel => new()
    {
        { Encapsulation.Ipv6, 4 }, { Encapsulation.Ipv6, 6 }, { Encapsulation.Ipv4, 4 },
        { Encapsulation.Ipv4, 6 }, { Encapsulation.UdpIpv4, 4 }, { Encapsulation.UdpIpv4, 6 },
    };

    [Theory]
    [Clause("6040-4.2-egress")]
    [MemberData(nameof(Tunnel))]
    public void Decapsulation_follows_figure_4(Encapsulation encapsulation, int version)
    {
        foreach (var ((inner, outer), expected) in Figure4)
        {
            var frame = Tunnels.Encapsulate(Inner(version, 0xb8 | inner), Tunnels.AtMobileNode(encapsulation));
            Mark(frame, 0x48 | outer);
            var accepted = Decapsulator.TryDecapsulate(frame, out _, out var range, out var why);
            Assert.Equal(expected != Drop, accepted);
            Assert.Equal(expected == Drop ? DropReason.CongestionExperienced : DropReason.None, why);
            if (accepted) Assert.Equal(Inner(version, 0xb8 | expected), frame[range]);
        }
    }

    [Theory]
    [Clause("6040-4.1-ingress")]
    [MemberData(nameof(Tunnel))]
    public void Encapsulation_copies_the_whole_octet(Encapsulation encapsulation, int version)
    {
        for (var octet = 0; octet < 256; octet++)
        {
            var frame = Tunnels.Encapsulate(Inner(version, octet), Tunnels.AtMobileNode(encapsulation));
            Assert.Equal(octet, frame[0] >> 4 == 4 ? frame[1] : (frame[0] << 4 | frame[1] >> 4) & 0xff);
        }
    }

    private static byte[] Inner(int version, int trafficClass) => version == 4
        ? Packets.Ipv4(Packets.HomeAddressIpv4, Packets.CorrespondentIpv4, IpProtocol.Udp, new byte[8], trafficClass)
        : Packets.Ipv6(Packets.HomeAddress, Packets.Correspondent, IpProtocol.Udp, new byte[8], trafficClass);

    /// <summary>A router inside the tunnel changes the outer octet.</summary>
    private static void Mark(byte[] frame, int octet)
    {
        if (frame[0] >> 4 == 4)
        {
            frame[1] = (byte)octet;
            var sum = Packets.HeaderChecksum(frame);
            (frame[10], frame[11]) = ((byte)(sum >> 8), (byte)sum);
            return;
        }
        frame[0] = (byte)(0x60 | octet >> 4);
        frame[1] = (byte)(octet << 4 | frame[1] & 15);
    }
}
