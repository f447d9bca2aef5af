using DsMip.Linux.Netlink;
using DsMip.MobileNode.Discovery;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests.Discovery;

/// <summary>From where the home link is asked for home agents.</summary>
public sealed class DiscoverySourceTests
{
    private static readonly Link Tunnel = Link(9, "dsmip0"), Wired = Link(2, "eth0"), Wireless = Link(3, "wlan0");

    [Fact]
    public void An_IPv6_network_with_a_default_route_is_asked_from_and_an_IPv4_network_is_not()
    {
        Assert.Null(Of([Address(2, "10.1.0.5", 24)], [Route(2, IpFamily.Ipv4)]));
        Assert.Null(Of([Address(2, "2001:db8:6::5", 64)], []));
        Assert.Null(Of([Address(2, "fe80::5", 64)], [Route(2)]));
        Assert.Equal("2001:db8:6::5", Of([Address(2, "10.1.0.5", 24), Address(2, "2001:db8:6::5", 64)], [Route(2)]));
    }

    [Fact]
    public void The_home_link_comes_first_and_then_the_better_route()
    {
        InterfaceAddress[] abroad = [Address(2, "2001:db8:6::5", 64), Address(3, "2001:db8:7::5", 64)];
        Assert.Equal("2001:db8:7::5", Of(abroad, [Route(2, metric: 200), Route(3, metric: 100)]));
        Assert.Equal("2001:db8:1::77", Of([.. abroad, Address(3, "2001:db8:1::77", 64)], [Route(2)]));
    }

    [Fact]
    public void The_home_address_on_the_tunnel_is_no_place_to_ask_from() =>
        Assert.Null(Of([Address(9, "2001:db8:1::50", 128)], [Route(9)]));

    private static string? Of(InterfaceAddress[] addresses, DefaultRoute[] routes) =>
        DiscoverySource.Of(new LinkSnapshot([Tunnel, Wired, Wireless], addresses, routes), Settings.Read())?.Address.ToString();

    private static Link Link(int index, string name) => new(index, name, "", true, true, false, 1500);

    private static InterfaceAddress Address(int index, string address, int length) =>
        new(index, IpAddress.Parse(address), length) { Scope = address.StartsWith("fe80", StringComparison.Ordinal) ? AddressScope.Link : AddressScope.Universe };

    private static DefaultRoute Route(int index, IpFamily family = IpFamily.Ipv6, uint metric = 100) => new(family, index, IpAddress.None, metric);
}
