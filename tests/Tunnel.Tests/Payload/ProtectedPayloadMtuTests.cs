using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Payload;

/// <summary>What fits (RFC 2473 7.1, RFC 4213 3.2), in lengths of sealed packets.</summary>
[Clause("4301-8.2-path-mtu")]
public sealed class ProtectedPayloadMtuTests
{
    [Theory]
    [InlineData(Encapsulation.Ipv6, 1500, 1500)]
    [InlineData(Encapsulation.Ipv6, 0, 1500)]
    [InlineData(Encapsulation.Ipv6, 1000, 1280)]
    [InlineData(Encapsulation.UdpIpv4, 0, 1512)]
    [InlineData(Encapsulation.UdpIpv4, 1400, 1412)]
    [InlineData(Encapsulation.Ipv4, 1400, 1412)]
    [InlineData(Encapsulation.Ipv4, 576, ProtectedPayloadMtu.OfMinimumPacket)]
    public void The_largest_sealed_packet_fits_and_one_byte_more_does_not(Encapsulation encapsulation, int pathMtu, int expected)
    {
        Assert.Equal(expected, ProtectedPayloadMtu.Of(encapsulation, pathMtu));
        var tunnel = Tunnels.AtHomeAgent(encapsulation);
        var frame = Protected.Out(OfLength(expected), tunnel, pathMtu);
        Assert.Equal(expected + ProtectedPayloadMtu.Overhead(encapsulation), frame.Length);
        Assert.Null(Protected.Out(OfLength(expected + 1), tunnel, out var why, pathMtu));
        Assert.Equal(DropReason.PacketTooBig, why);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(ProtectedPayloadMtu.OfMinimumPacket - 12, true)]
    [InlineData(ProtectedPayloadMtu.OfMinimumPacket - 13, false)]
    public void Routers_may_cut_where_a_minimum_packet_would_not_get_through(int pathMtu, bool dontFragment) =>
        Assert.Equal(dontFragment ? 0x40 : 0, Protected.Out(Protected.Sealed(), Tunnels.AtHomeAgent(Encapsulation.UdpIpv4), pathMtu)[6]);

    /// <summary>The answer to IPsec, which works out from it what the sender of the clear packet may use.</summary>
    [Fact]
    public void The_refusal_can_be_told_to_ipsec()
    {
        var error = new byte[TunnelIcmp.MaximumSize];
        var icmp = new TunnelIcmp(Packets.HomeAgent, default);
        Assert.True(icmp.TryPacketTooBig(OfLength(1450), ProtectedPayloadMtu.Of(Encapsulation.UdpIpv4, 1400), error, out var length, out _));
        Assert.Equal(1280, length);
        Assert.Equal([2, 0], error[40..42]);
        Assert.Equal(1412, error[46] << 8 | error[47]);
        Assert.Equal(Packets.HomeAgent, Ipv6Address.Read(error.AsSpan(24)));
    }

    private static byte[] OfLength(int length) => Protected.Sealed(length - 48);
}
