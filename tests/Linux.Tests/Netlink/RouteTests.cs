using System.Text.Json.Nodes;
using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class RouteTests : IDisposable
{
    private readonly OneHost _host = new();

    public RouteTests()
    {
        _host.Namespace.Ip("address add 2001:db8:1::1/64 dev eth0");
        _host.Namespace.Ip("address add 198.51.100.1/24 dev eth0");
    }

    public void Dispose() => _host.Dispose();

    [NamespaceFact]
    public void A_home_prefix_without_gateway()
    {
        var route = new Route(Ipv6Prefix.Parse("2001:db8:99::/64")) { InterfaceIndex = _host.Eth0, Metric = 1 };
        _host.Kernel.AddRoute(route);

        var found = Only("-6 route show 2001:db8:99::/64");
        Assert.Equal("eth0", (string)found["dev"]!);
        Assert.Equal(1, (int)found["metric"]!);
        Assert.Contains(route, _host.Kernel.GetRoutes(IpFamily.Ipv6));
    }

    [NamespaceFact]
    public void An_ipv4_prefix_without_gateway_is_on_the_link()
    {
        _host.Kernel.AddRoute(new Route(Ipv4Prefix.Parse("10.10.0.0/24")) { InterfaceIndex = _host.Eth0, Metric = 1 });
        Assert.Equal("link", (string)Only("-4 route show 10.10.0.0/24")["scope"]!);
    }

    [NamespaceFact]
    public void Default_routes_with_source_in_a_table_of_their_own()
    {
        Route Through(NetworkPrefix destination, string source) =>
            new(destination) { InterfaceIndex = _host.Eth0, Table = 4191, PreferredSource = IpAddress.Parse(source), Metric = 5 };
        var v6 = Through(NetworkPrefix.DefaultIpv6, "2001:db8:1::1");
        var v4 = Through(NetworkPrefix.DefaultIpv4, "198.51.100.1");
        Assert.Empty(_host.Kernel.GetRoutes(IpFamily.Ipv4, 4191));
        _host.Kernel.AddRoute(v6);
        _host.Kernel.AddRoute(v4);

        Assert.Equal("2001:db8:1::1", (string)Only("-6 route show default table 4191")["prefsrc"]!);
        Assert.Equal("198.51.100.1", (string)Only("-4 route show default table 4191")["prefsrc"]!);
        Assert.Equal([v6], _host.Kernel.GetRoutes(IpFamily.Ipv6, 4191));
        Assert.Equal([v4], _host.Kernel.GetRoutes(IpFamily.Ipv4, 4191));
        Assert.DoesNotContain(v4 with { Table = Route.MainTable }, _host.Kernel.GetRoutes(IpFamily.Ipv4));
    }

    [NamespaceFact]
    public void A_route_by_a_gateway_is_deleted_by_its_key()
    {
        foreach (var (prefix, gateway) in new (NetworkPrefix, string)[]
            { (Ipv6Prefix.Parse("2001:db8:2::/48"), "2001:db8:1::2"), (Ipv4Prefix.Parse("203.0.113.0/24"), "198.51.100.2") })
        {
            var route = new Route(prefix) { InterfaceIndex = _host.Eth0, Gateway = IpAddress.Parse(gateway), Metric = 77 };
            _host.Kernel.AddRoute(route);
            Assert.Contains(route, _host.Kernel.GetRoutes(prefix.Family));
            Assert.Contains($"via {gateway}", Show(route), StringComparison.Ordinal);
            _host.Kernel.DeleteRoute(route with { Gateway = IpAddress.None, InterfaceIndex = 0 });
            Assert.Empty(Show(route));
        }
    }

    [NamespaceFact]
    public void Add_and_delete_are_strict_and_ensure_is_not()
    {
        foreach (var prefix in new NetworkPrefix[] { Ipv6Prefix.Parse("2001:db8:99::/64"), Ipv4Prefix.Parse("10.10.0.0/24") })
        {
            var route = new Route(prefix) { InterfaceIndex = _host.Eth0, Metric = 9 };
            Assert.Equal(Errno.ESRCH, Assert.Throws<LinuxException>(() => _host.Kernel.DeleteRoute(route)).Errno);
            _host.Kernel.EnsureNoRoute(route);
            _host.Kernel.EnsureRoute(route);
            _host.Kernel.EnsureRoute(route);
            Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => _host.Kernel.AddRoute(route)).Errno);
            Assert.Single(_host.Kernel.GetRoutes(prefix.Family), r => r.Destination == prefix);
            _host.Kernel.EnsureNoRoute(route);
            Assert.DoesNotContain(_host.Kernel.GetRoutes(prefix.Family), r => r.Destination == prefix);
        }
    }

    [NamespaceFact]
    public void Ensure_replaces_where_the_route_leads()
    {
        using var tun = _host.Namespace.Run(() => TunDevice.Open("dsmip0"));
        _host.Kernel.SetUp(tun.InterfaceIndex);
        foreach (var prefix in new NetworkPrefix[] { Ipv6Prefix.Parse("2001:db8:99::/64"), Ipv4Prefix.Parse("10.10.0.0/24") })
        {
            _host.Kernel.EnsureRoute(new Route(prefix) { InterfaceIndex = _host.Eth0, Metric = 9 });
            _host.Kernel.EnsureRoute(new Route(prefix) { InterfaceIndex = tun.InterfaceIndex, Metric = 9 });
            Assert.Equal(tun.InterfaceIndex, _host.Kernel.GetRoutes(prefix.Family).Single(r => r.Destination == prefix).InterfaceIndex);
        }
    }

    [NamespaceFact]
    public void Unreachable_routes_have_no_interface()
    {
        var route = new Route(Ipv4Prefix.Parse("10.10.0.0/24")) { Type = RouteType.Unreachable };
        _host.Kernel.AddRoute(route);
        Assert.Equal("unreachable", (string)Only("-4 route show 10.10.0.0/24")["type"]!);
        Assert.Contains(route, _host.Kernel.GetRoutes(IpFamily.Ipv4));
    }

    [NamespaceFact]
    public void A_refusal_has_the_kernels_reason()
    {
        var route = new Route(Ipv4Prefix.Parse("10.0.0.0/8")) { Gateway = IpAddress.Parse("192.0.2.1") };
        var error = Assert.Throws<LinuxException>(() => _host.Kernel.AddRoute(route));
        Assert.Equal(Errno.ENETUNREACH, error.Errno);
        Assert.Contains("the kernel says: Nexthop has invalid gateway", error.Message, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_dump_larger_than_one_datagram_is_complete()
    {
        for (uint i = 1; i <= 3000; i++)
        {
            var prefix = new Ipv6Prefix(new Ipv6Address((UInt128)0x20010db8 << 96 | (UInt128)i << 64), 64);
            _host.Kernel.AddRoute(new Route(prefix) { InterfaceIndex = _host.Eth0, Table = 77 });
        }

        Assert.Equal(3000, _host.Kernel.GetRoutes(IpFamily.Ipv6, 77).Select(r => r.Destination).Distinct().Count());
        Assert.Equal(3000, _host.Ask("-6 route show table 77").Count);
    }

    private JsonNode Only(string arguments) => Assert.Single(_host.Ask(arguments))!;

    private string Show(Route route) => _host.Namespace.Ip($"{(route.Family == IpFamily.Ipv4 ? "-4" : "-6")} route show {route.Destination}");
}
