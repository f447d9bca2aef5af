using DsMip.Configuration;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Host.Tests.Fixtures;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class AddressDiscoveryOptionsTests
{
    private const string Advertisements = "HomeLink:RouterAdvertisements:";

    [Fact]
    public void Requests_are_answered_and_nothing_is_advertised_unless_it_is_wanted()
    {
        var options = Configured.Options();
        Assert.Equal((true, (ushort)0), (options.AddressDiscovery.Enabled, options.AddressDiscovery.Preference));
        Assert.Empty(options.AddressDiscovery.Others);
        Assert.Null(options.RouterAdvertisements);
        Assert.False(Configured.Options(("AddressDiscovery:Enabled", "false")).AddressDiscovery.Enabled);
    }

    [Fact]
    public void Intervals_and_lifetimes_follow_the_longest_interval()
    {
        Assert.Equal(new AdvertisementSettings(TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(600), 1800, 1800, 0, true), Settings());
        Assert.False(Settings(("MobileRouters", "false")).MobileRouters);
        Assert.Equal(
            new AdvertisementSettings(TimeSpan.FromSeconds(0.03), TimeSpan.FromSeconds(0.07), 1, 1, 0, true), Settings((Advertisements + "MaxInterval", "00:00:00.0700000")));
        Assert.Equal(
            new AdvertisementSettings(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(600), 0, 1800, 9, true),
            Settings((Advertisements + "MinInterval", "00:00:03"), (Advertisements + "RouterLifetime", "00:00:00"), ("AddressDiscovery:Preference", "9")));
        Assert.Equal(60, Settings(("AddressDiscovery:Lifetime", "00:01:00")).HomeAgentLifetimeSeconds);
    }

    [Fact]
    public void Home_agents_that_are_not_on_the_home_link_are_told_of_by_configuration()
    {
        var others = Configured.Options(
            ("AddressDiscovery:HomeAgents:0:Address", "2001:db8:1::2"), ("AddressDiscovery:HomeAgents:0:Preference", "7"),
            ("AddressDiscovery:HomeAgents:1:Address", "2001:db8:2::1")).AddressDiscovery.Others;
        Assert.Equal([("2001:db8:1::2", (ushort)7), ("2001:db8:2::1", (ushort)0)], others.Select(other => (Assert.Single(other.Addresses).ToString(), other.Preference)));
    }

    [Theory]
    [InlineData("AddressDiscovery:Preference", "65536", "AddressDiscovery:Preference")]
    [InlineData("AddressDiscovery:Lifetime", "00:00:00", "AddressDiscovery:Lifetime")]
    [InlineData("AddressDiscovery:HomeAgents:0:Address", "fe80::1", "AddressDiscovery:HomeAgents:0:Address")]
    [InlineData("AddressDiscovery:HomeAgents:0:Preference", "7", "AddressDiscovery:HomeAgents:0:Address")]
    [InlineData(Advertisements + "MaxInterval", "00:00:00.0600000", Advertisements + "MaxInterval")]
    [InlineData(Advertisements + "MinInterval", "00:20:00", Advertisements + "MinInterval")]
    [InlineData(Advertisements + "RouterLifetime", "00:01:00", Advertisements + "RouterLifetime")]
    [InlineData(Advertisements + "Enabled", "true", Advertisements + "Enabled")]
    [InlineData("MobileNodes:0:HomeAddress", "2001:db8:1:0:fdff:ffff:ffff:fffe", "anycast")]
    public void What_cannot_be_is_refused_by_name(string key, string value, string named) =>
        Assert.Contains(named, Assert.Throws<ConfigurationException>(() => Configured.Options((key, value))).Message, StringComparison.Ordinal);

    private static AdvertisementSettings Settings(params (string Key, string? Value)[] changes) =>
        Configured.Options([("HomeLink", "home0"), (Advertisements + "Enabled", "true"), .. changes]).RouterAdvertisements!;
}
