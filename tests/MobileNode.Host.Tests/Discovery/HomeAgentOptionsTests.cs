using DsMip.Configuration;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests.Discovery;

/// <summary>Which home agents there are, by configuration.</summary>
public sealed class HomeAgentOptionsTests
{
    private static readonly Ipv6Address One = Ipv6Address.Parse("2001:db8:1::1"), Two = Ipv6Address.Parse("2001:db8:1::2");

    private static readonly (string Key, string? Value)[] Second =
    [
        ("HomeAgents:0:Address", "2001:db8:1::2"), ("HomeAgents:0:Ipv4Address", "192.0.2.3"), ("HomeAgents:0:BindingUpdate:Spi", "4098"),
        ("HomeAgents:0:BindingUpdate:EncryptionKey", "200102030405060708090a0b0c0d0e0f10111213"), ("HomeAgents:0:BindingAcknowledgement:Spi", "8194"),
        ("HomeAgents:0:BindingAcknowledgement:EncryptionKey", "300102030405060708090a0b0c0d0e0f10111213"),
    ];

    [Fact]
    public void Each_home_agent_has_its_own_keys_its_own_IPv4_address_and_its_own_state()
    {
        var options = Settings.Read([.. Second, ("StateDirectory", "/state")]);
        var first = options.For(new HomeAgentCandidate(One, options.HomeAgentIpv4Address))!;
        Assert.Equal((One, "192.0.2.2", 4097u, "/state"), (first.HomeAgentAddress, first.HomeAgentIpv4Address.ToString(), first.Keys!.BindingUpdate.Spi.Value, first.StateDirectory));
        var second = options.For(new HomeAgentCandidate(Two))!;
        Assert.Equal(
            (Two, "192.0.2.3", 4098u, "/state/2001-db8-1--2"),
            (second.HomeAgentAddress, second.HomeAgentIpv4Address.ToString(), second.Keys!.BindingUpdate.Spi.Value, second.StateDirectory));
    }

    [Fact]
    public void Without_an_address_the_home_link_is_asked_and_only_those_with_keys_are_tried()
    {
        var options = Settings.Read([.. Second, ("HomeAgentAddress", null), ("HomeAgentIpv4Address", null), .. NoKeys]);
        Assert.True(options.IsDiscovered);
        Assert.Null(options.For(new HomeAgentCandidate(One)));
        Assert.Equal(Two, options.For(new HomeAgentCandidate(Two))?.HomeAgentAddress);
    }

    [Fact]
    public void A_name_may_stand_for_the_address()
    {
        var options = Settings.Read(("HomeAgentAddress", null), ("HomeAgentName", "ha.example.org"));
        Assert.False(options.IsDiscovered);
        var found = options.For(new HomeAgentCandidate(Two, Ipv4Address.Parse("192.0.2.9")))!;
        Assert.Equal((Two, "192.0.2.9", 4097u), (found.HomeAgentAddress, found.HomeAgentIpv4Address.ToString(), found.Keys!.BindingUpdate.Spi.Value));
        Assert.Equal("192.0.2.2", options.For(new HomeAgentCandidate(Two))!.HomeAgentIpv4Address.ToString());
    }

    [Fact]
    [Clause("5026-5.1.2-service")]
    public void A_domain_may_stand_for_all_of_them_and_is_like_discovery_otherwise()
    {
        var options = Settings.Read([.. Second, ("HomeAgentAddress", null), ("HomeAgentIpv4Address", null), ("HomeAgentDomain", "example.org"), .. NoKeys]);
        Assert.True(options.IsDiscovered);
        Assert.Null(options.For(new HomeAgentCandidate(One)));
        Assert.Equal(Two, options.For(new HomeAgentCandidate(Two))?.HomeAgentAddress);
        Assert.StartsWith("HomeAgentDomain: and HomeAgentAddress or HomeAgentName exclude", Refusal(("HomeAgentDomain", "example.org")), StringComparison.Ordinal);
        Assert.StartsWith("HomeAgentDomain: 'a b' is not a name", Refusal(("HomeAgentDomain", "a b")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_IPsec_any_home_agent_will_do()
    {
        var options = Settings.Read([.. Settings.WithoutIpsec, ("HomeAgentAddress", null), ("HomeAgentIpv4Address", null)]);
        Assert.Equal(Two, options.For(new HomeAgentCandidate(Two))?.HomeAgentAddress);
    }

    [Theory]
    [InlineData("HomeAgentAddress", null, "HomeAgentAddress: or HomeAgentName is required")]
    [InlineData("HomeAgentAddress", "fe80::1", "HomeAgentAddress")]
    [InlineData("HomeAgentName", "ha.example.org", "HomeAgentName: and HomeAgentAddress exclude")]
    [InlineData("HomeAgentName", "2001:db8::1", "HomeAgentName: '2001:db8::1' is not a name")]
    [InlineData("HomeAgentPatience", "00:00:01", "HomeAgentPatience")]
    [InlineData("HomeAgents:0:Address", "ff02::1", "HomeAgents:0:Address")]
    [InlineData("HomeAgents:0:Address", "2001:db8:1::2", "HomeAgents:0:BindingUpdate:Spi")]
    public void What_cannot_be_is_refused_by_name(string key, string? value, string named) => Assert.StartsWith(named, Refusal((key, value)), StringComparison.Ordinal);

    [Fact]
    public void What_contradicts_is_refused_by_name()
    {
        Assert.StartsWith("HomeAgents:0:Address: 2001:db8:1::1 is there twice", Refusal([.. Second, ("HomeAgents:0:Address", "2001:db8:1::1")]), StringComparison.Ordinal);
        Assert.StartsWith(
            "HomeAgents:0:BindingUpdate: or BindingAcknowledgement has a key of another",
            Refusal([.. Second, ("HomeAgents:0:BindingUpdate:EncryptionKey", Settings.Right()["BindingAcknowledgement:EncryptionKey"])]), StringComparison.Ordinal);
        Assert.StartsWith("HomeAgentIpv4Address: is that of one", Refusal([.. Second, ("HomeAgentAddress", null), .. NoKeys]), StringComparison.Ordinal);
        Assert.StartsWith("BindingUpdate: and home agent address discovery", Refusal([.. Second, ("HomeAgentAddress", null), ("HomeAgentIpv4Address", null)]), StringComparison.Ordinal);
        Assert.StartsWith("HomeAgents: and HomeAgentName exclude", Refusal([.. Second, ("HomeAgentAddress", null), ("HomeAgentName", "ha.example.org")]), StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string?)> NoKeys =>
        Settings.Right().Keys.Where(key => key.StartsWith("Binding", StringComparison.Ordinal)).Select(key => (key, (string?)null));

    private static string Refusal(params (string, string?)[] changes) => Assert.Throws<ConfigurationException>(() => Settings.Read(changes)).Message;
}
