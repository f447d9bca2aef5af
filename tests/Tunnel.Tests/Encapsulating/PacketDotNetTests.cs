using CsCheck;
using DsMip.Wire;
using PacketDotNet;

namespace DsMip.Tunnel.Tests.Encapsulating;

/// <summary>Another implementation reads the IPv4 and UDP headers and finds the checksums right.</summary>
[Clause("5555-4.1-udp")]
public sealed class PacketDotNetTests
{
    [Fact]
    public void Agrees_on_udp_over_ipv4() => RoundTripTests.AnyPacket.Sample(packet =>
    {
        var frame = Tunnels.Encapsulate(packet, Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
        var ip = new IPv4Packet(new PacketDotNet.Utils.ByteArraySegment(frame));
        Assert.True(ip.ValidChecksum);
        Assert.Equal(Packets.HomeAgentIpv4.ToString(), ip.SourceAddress.ToString());
        Assert.Equal(Packets.Nat.ToString(), ip.DestinationAddress.ToString());
        Assert.Equal(64, ip.TimeToLive);
        var udp = ip.Extract<UdpPacket>();
        Assert.True(udp.ValidUdpChecksum);
        Assert.Equal((Port.DsMip, Tunnels.NatPort, packet.Length + 8), (udp.SourcePort, udp.DestinationPort, udp.Length));
    });
}
