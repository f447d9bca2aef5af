using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class LinkSnapshotTests : IDisposable
{
    private readonly OneHost _host = new();

    public LinkSnapshotTests()
    {
        _host.Namespace.Ip("address add 2001:db8:1::1/64 dev eth0");
        _host.Namespace.Ip("address add 198.51.100.1/24 dev eth0");
    }

    public void Dispose() => _host.Dispose();

    [NamespaceFact]
    public void Default_routes_come_by_metric_with_their_gateways()
    {
        _host.Namespace.Ip("route add default via 198.51.100.3 metric 200");
        _host.Namespace.Ip("route add default via 198.51.100.2 metric 100");
        _host.Namespace.Ip("-6 route add default via fe80::1 dev eth0 metric 50");
        _host.Namespace.Ip("route add default via 198.51.100.9 table 4191");
        _host.Namespace.Ip("route add unreachable default metric 1");

        Assert.Equal(
        [
            new DefaultRoute(IpFamily.Ipv4, _host.Eth0, IpAddress.Parse("198.51.100.2"), 100),
            new DefaultRoute(IpFamily.Ipv4, _host.Eth0, IpAddress.Parse("198.51.100.3"), 200),
            new DefaultRoute(IpFamily.Ipv6, _host.Eth0, IpAddress.Parse("fe80::1"), 50),
        ], _host.Snapshot().DefaultRoutes.AsEnumerable());
    }

    [NamespaceFact]
    public void A_multipath_route_is_several()
    {
        _host.Namespace.Ip("-6 route add default metric 5 nexthop via fe80::1 dev eth0 nexthop via fe80::2 dev eth0");
        _host.Namespace.Ip("-4 route add default metric 5 nexthop via 198.51.100.2 nexthop via 198.51.100.3");

        Assert.Equal(
            ["198.51.100.2", "198.51.100.3", "fe80::1", "fe80::2"],
            _host.Snapshot().DefaultRoutes.Select(r => r.Gateway.ToString()));
    }

    [NamespaceFact]
    public void An_ipv4_route_may_have_an_ipv6_gateway()
    {
        _host.Namespace.Ip("-4 route add default via inet6 fe80::1 dev eth0");
        Assert.Equal(IpAddress.Parse("fe80::1"), Assert.Single(_host.Snapshot().DefaultRoutes).Gateway);
    }

    [NamespaceFact]
    public void Without_carrier_the_default_route_is_not_offered()
    {
        _host.Namespace.Ip("route add default via 198.51.100.2");
        _host.Namespace.Ip("-6 route add default via fe80::1 dev eth0");
        Assert.Equal(2, _host.Snapshot().DefaultRoutes.Length);
        _host.Peer.Ip("link set peer0 down");

        var snapshot = _host.Snapshot();
        Assert.Empty(snapshot.DefaultRoutes);
        Assert.False(snapshot.Find("eth0")!.Value.HasCarrier);
    }

    [NamespaceFact]
    public void Equal_states_are_equal_and_a_change_is_not()
    {
        var before = _host.Snapshot();
        Assert.Equal(before, _host.Snapshot());
        Assert.Equal(before.GetHashCode(), _host.Snapshot().GetHashCode());
        _host.Namespace.Ip("address add 198.51.100.7/24 dev eth0");
        Assert.NotEqual(before, _host.Snapshot());
        _host.Namespace.Ip("address delete 198.51.100.7/24 dev eth0");
        Assert.Equal(before, _host.Snapshot());
    }

    [NamespaceFact]
    public void Interfaces_and_their_addresses_are_found()
    {
        var snapshot = _host.Snapshot();
        Assert.Equal("eth0", snapshot.Find(_host.Eth0)!.Value.Name);
        Assert.Equal(_host.Eth0, snapshot.Find("eth0")!.Value.Index);
        Assert.Null(snapshot.Find("nosuch0"));
        Assert.Null(snapshot.Find(9999));
        Assert.Equal(["198.51.100.1/24", "2001:db8:1::1/64"],
            snapshot.AddressesOf(_host.Eth0).Where(a => a.IsUsable).Select(a => $"{a.Address}/{a.PrefixLength}"));
    }
}
