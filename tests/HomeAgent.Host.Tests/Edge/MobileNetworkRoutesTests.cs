using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>What of mobile networks is routed to the edges, and to which (RFC 3963 6.3; RFC 5555 4.5).</summary>
public sealed class MobileNetworkRoutesTests
{
    private static readonly HashSet<string> Nobody = [];
    private static readonly HashSet<HomeBlock> Nothing = [];

    private static readonly (string, string?)[] Networks =
    [
        ("MobileNetworkBlocks", "2001:db8:a000::/36"), ("Ipv4PrefixPools", "10.64.0.0/16"),
        ("MobileNodes:0:MobileNetworkPrefixes", "2001:db8:a001::/56,2001:db8:bb::/64"), ("MobileNodes:0:Ipv4MobileNetworkPrefixes", "10.80.0.0/24"),
    ];

    [Fact]
    [Clause("3963-6.3-routes", "5555-4.5-prefix-routes")]
    public void Blocks_pools_and_configured_prefixes_outside_of_them_lead_to_the_only_edge()
    {
        var options = Configured.Options(Networks);
        string[] expected = ["2001:db8:a000::/36", "10.64.0.0/16", "2001:db8:bb::/64", "10.80.0.0/24"];
        Assert.Equal(expected, MobileNetworkRoutes.Of(options).Select(block => $"{block}"));
        var announced = new BlockOwnership(options).Of(EdgeOptions.OnlyName, Nobody, Nobody, Nothing, mayTakeOver: false).Select(block => $"{block}");
        Assert.Equal(expected.Append("2001:db8:1::/64").Append("10.10.0.0/24").Order(), announced.Order());
    }

    [Fact]
    public void With_several_edges_a_prefix_goes_where_the_home_address_goes()
    {
        var options = Configured.Options([
            .. Networks, ("Edges:0:Name", "one"), ("Edges:0:Blocks", "2001:db8:1::/65,10.64.0.0/17"), ("Edges:1:Name", "two"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65,10.64.128.0/17"),
        ]);
        var ownership = new BlockOwnership(options);
        Assert.Equal(
            ["10.64.0.0/17", "10.80.0.0/24", "2001:db8:1::/65", "2001:db8:bb::/64"],
            ownership.Of("one", Nobody, Nobody, Nothing, mayTakeOver: false).Select(block => $"{block}").Order());
        Assert.Equal(2, ownership.Of("two", Nobody, Nobody, Nothing, mayTakeOver: false).Count);
    }

    [Fact]
    public void Of_a_mobile_router_that_is_at_home_they_are_behind_its_home_addresses()
    {
        var atHome = Configured.Options([.. Networks, ("HomeLink", "home0")]);
        Assert.Equal(
            ["2001:db8:a001::/56 2001:db8:1::a", "2001:db8:bb::/64 2001:db8:1::a", "10.80.0.0/24 10.10.0.10"],
            MobileNetworkRoutes.ByHomeLink(atHome).Select(one => $"{one.Network} {one.Router}"));
        var home = new HomeNetwork(atHome);
        foreach (var inside in (string[])["2001:db8:a001::1", "10.80.0.1", "2001:db8:1::a"]) Assert.True(home.IsByHomeLink(IpAddress.Parse(inside)));
        foreach (var outside in (string[])["2001:db8:a123::1", "10.64.9.9"]) Assert.False(home.IsByHomeLink(IpAddress.Parse(outside)));
        Assert.False(new HomeNetwork(Configured.Options(Networks)).IsByHomeLink(IpAddress.Parse("2001:db8:a001::1")));
    }

    [Fact]
    public void Addresses_in_them_are_mobile_networks_and_no_home_addresses()
    {
        var home = new HomeNetwork(Configured.Options(Networks));
        foreach (var inside in (string[])["2001:db8:a123::1", "2001:db8:bb::1", "10.64.9.9", "10.80.0.1"])
            Assert.Equal((true, false), (home.IsMobileNetwork(IpAddress.Parse(inside)), home.IsHome(IpAddress.Parse(inside))));
        foreach (var outside in (string[])["2001:db8:1::a", "2001:db8:cc::1", "10.10.0.10", "10.81.0.1"]) Assert.False(home.IsMobileNetwork(IpAddress.Parse(outside)));
    }
}
