using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Payload;

/// <summary>A narrow path says so about frames that only we know.</summary>
[Clause("4301-8.2-path-mtu")]
public sealed class ProtectedPayloadErrorTests
{
    private static readonly TunnelIcmp Router = new(Ipv6Address.Parse("2001:db8:a::254"), Ipv4Address.Parse("198.51.100.254"));

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void It_tells_where_the_path_is_narrow_and_for_which_sa(Encapsulation encapsulation)
    {
        var tunnel = Tunnels.AtHomeAgent(encapsulation);
        Assert.True(ProtectedPayloadError.TryRead(TooBig(Protected.Out(Protected.Sealed(1300), tunnel), 1290), out var error));
        Assert.Equal(new ProtectedPayloadError(tunnel.Remote, 0x1234_5678, 1290), error);
    }

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void An_error_about_something_else_is_none(Encapsulation encapsulation)
    {
        var tunnelled = Tunnels.Encapsulate(Packets.Ipv6(Packets.HomeAgent, Packets.HomeAddress, IpProtocol.Udp, new byte[1300]), Tunnels.AtHomeAgent(encapsulation));
        Assert.False(ProtectedPayloadError.TryRead(TooBig(tunnelled, 1290), out _));
        Assert.False(ProtectedPayloadError.TryRead(tunnelled, out _));
    }

    [Theory]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void What_is_cut_short_does_not_throw(Encapsulation encapsulation)
    {
        var frame = TooBig(Protected.Out(Protected.Sealed(1300), Tunnels.AtHomeAgent(encapsulation)), 1290);
        for (var length = 0; length < frame.Length; length++) ProtectedPayloadError.TryRead(frame.AsSpan(0, length), out _);
    }

    private static byte[] TooBig(byte[] frame, int mtu)
    {
        var packet = new byte[TunnelIcmp.MaximumSize];
        Assert.True(Router.TryPacketTooBig(frame, mtu, packet, out var length, out _));
        return packet[..length];
    }
}
