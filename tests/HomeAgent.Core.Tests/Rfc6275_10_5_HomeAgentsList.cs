using DsMip.HomeAgent.Core.Discovery;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Tests;

[Clause("6275-10.5-list")]
public sealed class Rfc6275_10_5_HomeAgentsList
{
    private static readonly Ipv6Address LinkLocal = Ipv6Address.Parse("fe80::2");
    private readonly HomeAgentsList _list = new();

    [Fact]
    public void An_advertisement_with_H_lists_its_sender_with_preference_lifetime_and_the_addresses_with_R()
    {
        _list.Hear(LinkLocal, Advertisement(new HomeAgentInformationOption(7, 60), "2001:db8:1::2", "2001:db8:9::2"), Given.Now);
        var listed = Assert.Single(_list.Take(Given.Now));
        Assert.Equal((7, Given.Now.AddSeconds(60)), (listed.HomeAgent.Preference, listed.Expires));
        Assert.Equal(["2001:db8:1::2", "2001:db8:9::2"], listed.HomeAgent.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public void Without_the_option_preference_is_0_and_the_lifetime_that_of_the_router()
    {
        _list.Hear(LinkLocal, Advertisement(null, "2001:db8:1::2"), Given.Now);
        Assert.Equal(0, Assert.Single(_list.Take(Given.Now.AddSeconds(1799))).HomeAgent.Preference);
        Assert.Empty(_list.Take(Given.Now.AddSeconds(1800)));
    }

    [Fact]
    public void What_is_told_later_counts_and_addresses_are_added()
    {
        _list.Hear(LinkLocal, Advertisement(new HomeAgentInformationOption(7, 60), "2001:db8:1::2"), Given.Now);
        _list.Hear(LinkLocal, Advertisement(new HomeAgentInformationOption(3, 600), "2001:db8:9::2"), Given.Now.AddSeconds(59));
        var listed = Assert.Single(_list.Take(Given.Now.AddSeconds(61)));
        Assert.Equal((3, 2, Given.Now.AddSeconds(659)), (listed.HomeAgent.Preference, listed.HomeAgent.Addresses.Count, listed.Expires));
    }

    [Fact]
    public void Who_is_no_home_agent_any_more_or_says_a_lifetime_of_0_is_removed_and_who_never_was_one_not_listed()
    {
        _list.Hear(Ipv6Address.Parse("fe80::3"), Advertisement(null, "2001:db8:1::3") with { Flags = RouterAdvertisementFlags.None }, Given.Now);
        Assert.Empty(_list.Take(Given.Now));
        foreach (var end in new[] { Advertisement(null) with { Flags = RouterAdvertisementFlags.None }, Advertisement(new HomeAgentInformationOption(7, 0)), Advertisement(null) with { LifetimeSeconds = 0 } })
        {
            _list.Hear(LinkLocal, Advertisement(null, "2001:db8:1::2"), Given.Now);
            Assert.Single(_list.Take(Given.Now));
            _list.Hear(LinkLocal, end, Given.Now);
            Assert.Empty(_list.Take(Given.Now));
        }
    }

    [Fact]
    public void A_flood_of_home_agents_or_of_addresses_is_not_remembered()
    {
        for (var i = 1; i <= 1000; i++) _list.Hear(new Ipv6Address(LinkLocal.Value + (uint)i), Advertisement(null, $"2001:db8:1::{i}"), Given.Now);
        Assert.Equal(HomeAgentsList.Most, _list.Take(Given.Now).Length);
        for (var i = 1; i <= 100; i++) _list.Hear(new Ipv6Address(LinkLocal.Value + 1), Advertisement(null, $"2001:db8:1::{i}"), Given.Now);
        Assert.Equal(HomeAgentsList.MostAddresses, _list.Take(Given.Now).Max(listed => listed.HomeAgent.Addresses.Count));
        // Room again when their time is over.
        _list.Hear(LinkLocal, Advertisement(null, "2001:db8:1::2"), Given.Now.AddSeconds(1800));
        Assert.Single(_list.Take(Given.Now.AddSeconds(1800)));
    }

    private static RouterAdvertisement Advertisement(HomeAgentInformationOption? information, params string[] addresses) => new(
        RouterAdvertisementFlags.HomeAgent, 1800, null,
        ValueArray.Create<PrefixInformationOption>([
            new PrefixInformationOption(64, PrefixInformationFlags.OnLink, 60, 60, Ipv6Address.Parse("2001:db8:5::")),
            new PrefixInformationOption(64, PrefixInformationFlags.RouterAddress, 60, 60, Ipv6Address.Parse("fe80::2")),
            .. addresses.Select(address => new PrefixInformationOption(64, PrefixInformationFlags.RouterAddress, 60, 60, Ipv6Address.Parse(address))),
        ]),
        HomeAgent: information);
}
