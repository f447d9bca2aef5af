using DsMip.MobileNode.Protection;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>What is sent, in order: E for an echo request, k for a keepalive.</summary>
[Clause("5555-4.3-ike", "3948-2.3-keepalive")]
public sealed class PayloadMappingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly BidirectionalTunnel OverIpv4 = new(Encapsulation.UdpIpv4, IpAddress.Parse("10.0.0.7"), IpAddress.Parse("192.0.2.2"), 4191, 4191);
    private static readonly BidirectionalTunnel OverIpv6 = new(Encapsulation.Ipv6, IpAddress.Parse("2001:db8:2::7"), IpAddress.Parse("2001:db8:1::1"));

    private readonly PayloadMapping _mapping;
    private string _sent = "";
    private long _received;

    public PayloadMappingTests() => _mapping = new PayloadMapping(() => _sent += 'E', () => _sent += 'k', () => _received);

    [Fact]
    public void The_home_agent_is_told_until_something_comes()
    {
        _mapping.SetTunnel(OverIpv4);
        Look(0, 60);
        Assert.Equal(13, _sent.Length);
        Assert.DoesNotContain('k', _sent);
        _received++;
        Look(60, 75);
        Assert.EndsWith("Ek", _sent, StringComparison.Ordinal);
    }

    [Fact]
    public void One_in_three_keepalives_tells_it_again()
    {
        _mapping.SetTunnel(OverIpv4);
        _received++;
        Look(0, 90);
        Assert.Equal("EkkEkkE", _sent);
    }

    [Fact]
    public void Another_tunnel_is_another_mapping_and_over_ipv6_there_is_none()
    {
        _mapping.SetTunnel(OverIpv4);
        _received++;
        _mapping.SetTunnel(OverIpv4 with { Local = IpAddress.Parse("10.0.0.8") });
        Look(0, 10);
        Assert.Equal("EEEE", _sent);
        _mapping.SetTunnel(OverIpv6);
        Look(10, 100);
        _mapping.SetTunnel(null);
        Look(100, 200);
        Assert.Equal("EEEE", _sent);
    }

    // As the protocol module's loop does it.
    private void Look(int from, int to)
    {
        for (var second = from; second <= to; second += 5) _mapping.Look(Start.AddSeconds(second));
    }
}
