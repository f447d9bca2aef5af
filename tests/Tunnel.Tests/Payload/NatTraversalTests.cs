using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Payload;

/// <summary>RFC 3948 2: what shares UDP port 4500.</summary>
[Clause("5555-4.1-esp-port")]
public sealed class NatTraversalTests
{
    [Theory]
    [Clause("3948-2.2-told-apart")]
    [InlineData("FF", NatTraversalContent.Keepalive, DropReason.NatKeepalive)]
    [InlineData("00000000 1122334455667788", NatTraversalContent.KeyExchange, DropReason.KeyExchange)]
    [InlineData("00000100 00000001 AABBCCDD", NatTraversalContent.Esp, DropReason.None)]
    [InlineData("FFFF", NatTraversalContent.Malformed, DropReason.Truncated)]
    [InlineData("00000100 000000", NatTraversalContent.Malformed, DropReason.Truncated)]
    [InlineData("", NatTraversalContent.Malformed, DropReason.Truncated)]
    public void Esp_ike_and_keepalives_are_told_apart(string payload, NatTraversalContent kind, DropReason asPayload)
    {
        var frame = Frame(Packets.Udp(31_000, 4500, Packets.Bytes(payload)));
        Assert.True(NatTraversal.TryRead(frame, out var datagram, out _));
        Assert.Equal(kind, datagram.Kind);
        Assert.Equal(Packets.Bytes(payload), frame[datagram.Content]);
        Assert.Equal(new Ingress(Encapsulation.UdpIpv4, Packets.HomeAgentIpv4, Packets.Nat, 31_000, 4500), datagram.Ingress);
        Assert.Equal(asPayload == DropReason.None, Protected.TryIn(frame, out _, out var why));
        Assert.Equal(asPayload, why);
    }

    [Fact]
    public void Other_ports_fragments_and_protocols_are_not_ours()
    {
        var datagram = Packets.Udp(4500, 4191, Packets.Esp(7));
        Refused(Frame(datagram), DropReason.NotForUs);
        Refused(Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Tcp, datagram), DropReason.UnknownNextHeader);
        var fragment = Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, Packets.Udp(4500, 4500, Packets.Esp(7)), dontFragment: false);
        fragment[6] = 0x20;
        var sum = Packets.HeaderChecksum(fragment);
        (fragment[10], fragment[11]) = ((byte)(sum >> 8), (byte)sum);
        Refused(fragment, DropReason.FragmentNotSupported);
        Refused(Packets.Ipv4(Ipv4Address.Parse("224.0.0.1"), Packets.HomeAgentIpv4, IpProtocol.Udp, Packets.Udp(4500, 4500, [])), DropReason.BadSourceAddress);
    }

    [Fact]
    [Clause("5555-4.3-ike", "3948-2.3-keepalive")]
    public void A_keepalive_as_in_section_2_3()
    {
        var frame = new byte[NatTraversal.KeepaliveFrame];
        Assert.Equal(frame.Length, NatTraversal.WriteKeepalive(frame, Packets.CareOfIpv4, Packets.HomeAgentIpv4, 4500, 4500));
        Assert.True(NatTraversal.TryRead(frame, out var datagram, out _));
        Assert.Equal(NatTraversalContent.Keepalive, datagram.Kind);
        Assert.True(UdpHeader.IsChecksumValid(frame.AsSpan(20), Packets.CareOfIpv4, Packets.HomeAgentIpv4));
        Assert.Equal(4500, datagram.Ingress.RemotePort);
    }

    private static byte[] Frame(byte[] datagram) => Packets.Ipv4(Packets.Nat, Packets.HomeAgentIpv4, IpProtocol.Udp, datagram);

    private static void Refused(byte[] frame, DropReason expected)
    {
        Assert.False(NatTraversal.TryRead(frame, out _, out var why));
        Assert.Equal(expected, why);
    }
}
