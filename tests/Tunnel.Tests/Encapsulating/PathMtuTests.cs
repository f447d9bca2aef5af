using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Encapsulating;

/// <summary>RFC 2473 7, RFC 4213 3.2.2: what fits, what is refused, and when the outer packet may be fragmented.</summary>
public sealed class PathMtuTests
{
    [Theory]
    [Clause("2473-6.7-mtu")]
    [InlineData(Encapsulation.Ipv6, 40)]
    [InlineData(Encapsulation.Ipv4, 20)]
    [InlineData(Encapsulation.UdpIpv4, 28)]
    public void The_largest_packet_fits_and_one_byte_more_does_not(Encapsulation encapsulation, int overhead)
    {
        var tunnel = Tunnels.AtHomeAgent(encapsulation);
        foreach (var version in new[] { 4, 6 })
        {
            Assert.Equal(1500, Tunnels.Encapsulate(OfSize(version, 1500 - overhead), tunnel).Length);
            Assert.Equal(DropReason.PacketTooBig, Tunnels.Refusal(OfSize(version, 1501 - overhead), tunnel, new TunnelEntry()));
        }
    }

    [Fact]
    [Clause("4213-3.2-mtu")]
    public void Dont_fragment_is_set_where_the_path_takes_1280_bytes_inside()
    {
        var tunnel = Tunnels.AtHomeAgent(Encapsulation.UdpIpv4);
        Assert.Equal(0x40, Tunnels.Encapsulate(OfSize(6, 1280), tunnel, new TunnelEntry(1308))[6]);
        Assert.Equal(0x00, Tunnels.Encapsulate(OfSize(6, 1280), tunnel, new TunnelEntry(1307))[6]);
        Assert.Equal(0x00, Tunnels.Encapsulate(OfSize(6, 100), tunnel, new TunnelEntry(1307))[6]);
        Assert.Equal(DropReason.PacketTooBig, Tunnels.Refusal(OfSize(6, 1281), tunnel, new TunnelEntry(1307)));
        Assert.Equal(0x40, Tunnels.Encapsulate(OfSize(4, 1279), tunnel, new TunnelEntry(1307))[6]);
        Assert.Equal(DropReason.PacketTooBig, Tunnels.Refusal(OfSize(4, 1280), tunnel, new TunnelEntry(1307)));
    }

    [Theory]
    [Clause("5555-4.1.1-ttl", "2473-3.3-hop-limit")]
    [InlineData(0)]
    [InlineData(1)]
    public void A_forwarding_entry_refuses_an_expired_hop_limit(byte hopLimit)
    {
        var packet = Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, 17, new byte[8], hopLimit: hopLimit);
        Assert.Equal(DropReason.TimeToLiveExceeded, Tunnels.Refusal(packet, Tunnels.AtHomeAgent(Encapsulation.Ipv6), new TunnelEntry(Forwards: true)));
        Assert.NotEmpty(Tunnels.Encapsulate(packet, Tunnels.AtHomeAgent(Encapsulation.Ipv6)));
    }

    [Fact]
    [Clause("trap-tunnel-in-itself", "2473-4.1.2-loop")]
    public void The_tunnels_own_packets_do_not_enter_it_again()
    {
        foreach (var encapsulation in new[] { Encapsulation.Ipv6, Encapsulation.Ipv4, Encapsulation.UdpIpv4 })
        {
            var tunnel = Tunnels.AtHomeAgent(encapsulation);
            Assert.Equal(DropReason.TunnelLoop, Tunnels.Refusal(Tunnels.Encapsulate(OfSize(6, 100), tunnel), tunnel, new TunnelEntry()));
        }
    }

    [Fact]
    public void There_is_no_tunnel_without_headers() =>
        Assert.Equal(DropReason.NoBinding, Tunnels.Refusal(OfSize(6, 100), default, new TunnelEntry()));

    [Fact]
    public void Too_little_headroom_is_a_programming_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Encapsulator.TryEncapsulate(OfSize(6, 100), 0, 100, Tunnels.AtHomeAgent(Encapsulation.Ipv6), new TunnelEntry(), out _, out _, out _));

    public static byte[] OfSize(int version, int size) => version == 4
        ? Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, new byte[size - 20])
        : Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Udp, new byte[size - 40]);
}
