using DsMip.Configuration;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Discovery;
using DsMip.MobileNode.Network;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>The section <c>MobileRouter</c>.</summary>
public sealed class MobileRouterOptionsTests
{
    private static readonly (string, string?)[] Right = [("MobileRouter:Prefixes", "2001:db8:aa::/64"), ("MobileRouter:Interfaces", "lan0")];

    [Fact]
    public void Without_the_section_it_is_a_host_and_with_a_prefix_a_router()
    {
        Assert.Null(Settings.Read().Registration.Router);
        Assert.Equal(
            new MobileRouterSettings(MobileRouterMode.Implicit, new MobileNetworks([Ipv6Prefix.Parse("2001:db8:aa::/64")], [])), Settings.Read(Right).Registration.Router);
    }

    [Fact]
    [Clause("3963-7.1-request")]
    public void The_home_link_is_asked_for_home_agents_that_serve_mobile_routers()
    {
        Assert.True(DiscoveredHomeAgents.Begin(Settings.Read(Right), 1, DateTimeOffset.UnixEpoch).Request.MobileRouter);
        Assert.False(DiscoveredHomeAgents.Begin(Settings.Read(), 1, DateTimeOffset.UnixEpoch).Request.MobileRouter);
    }

    [Fact]
    [Clause("3963-5.2-mode")]
    public void The_mode_and_prefixes_of_both_families_can_be_set()
    {
        var router = Settings.Read(
            ("MobileRouter:Mode", "explicit"), ("MobileRouter:Prefixes", "2001:db8:aa::/64,2001:db8:bb::/56"), ("MobileRouter:Ipv4Prefixes:0", "10.80.0.0/24"),
            ("MobileRouter:Interfaces", "lan0,lan1")).Router!;
        Assert.Equal((MobileRouterMode.Explicit, "2001:db8:aa::/64, 2001:db8:bb::/56, 10.80.0.0/24"), (router.Settings.Mode, $"{router.Settings.Networks}"));
        Assert.Equal("lan0 lan1", string.Join(' ', router.Interfaces));
    }

    [Theory]
    [InlineData("Prefixes", null, "Prefixes")]
    [InlineData("Prefixes", "2001:db8:aa::", "Prefixes")]
    [InlineData("Prefixes", "2001:db8:1:0:8000::/65", "Prefixes")]
    [InlineData("Prefixes", "::/0", "Prefixes")]
    [InlineData("Prefixes", "ff02::/16", "Prefixes")]
    [InlineData("Ipv4Prefixes", "10.80.0.0", "Ipv4Prefixes")]
    [InlineData("Ipv4Prefixes", "192.0.2.0/24", "Ipv4Prefixes")]
    [InlineData("Ipv4Prefixes", "198.51.100.48/30", "Ipv4Prefixes")]
    [InlineData("Ipv4Prefixes", "0.0.0.0/0", "Ipv4Prefixes")]
    [InlineData("Interfaces", null, "Interfaces")]
    [InlineData("Interfaces", "dsmip0", "Interfaces")]
    [InlineData("Mode", "both", "Mode")]
    [InlineData("Colour", "green", "Colour")]
    public void A_wrong_value_names_its_key(string key, string? value, string named)
    {
        var error = Assert.Throws<ConfigurationException>(() => Settings.Read([.. Right, ("MobileRouter:" + key, value)]));
        Assert.Equal("MobileRouter:" + named, error.Key);
    }

    [Fact]
    public void More_prefixes_than_fit_into_a_Binding_Update_are_refused()
    {
        var many = string.Join(',', Enumerable.Range(1, 33).Select(i => $"2001:db8:a{i:x}::/64"));
        Assert.Equal("MobileRouter:Prefixes", Assert.Throws<ConfigurationException>(() => Settings.Read([.. Right, ("MobileRouter:Prefixes", many)])).Key);
    }

    [Fact]
    public void Where_the_mobile_network_is_there_is_no_care_of_address()
    {
        var (wan, lan) = (new Link(2, "wan0", "veth", IsUp: true, HasCarrier: true, IsLoopback: false, 1500), new Link(3, "lan0", "veth", IsUp: true, HasCarrier: true, IsLoopback: false, 1500));
        var snapshot = new LinkSnapshot(
            [wan, lan], [new InterfaceAddress(2, IpAddress.Parse("203.0.113.5"), 24), new InterfaceAddress(3, IpAddress.Parse("192.168.7.1"), 24)],
            [new DefaultRoute(IpFamily.Ipv4, 2, IpAddress.Parse("203.0.113.1"), 100), new DefaultRoute(IpFamily.Ipv4, 3, IpAddress.Parse("192.168.7.2"), 1)]);
        Assert.Equal([2], CareOfCandidates.Of(snapshot, Settings.Read(Right), tunnelInterface: 9).Select(candidate => candidate.InterfaceIndex));
    }
}
