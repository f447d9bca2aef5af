using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Network;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

public sealed class CareOfCandidatesTests
{
    private const int Tun = 9;
    private static readonly Link Wan = new(2, "wan0", "veth", IsUp: true, HasCarrier: true, IsLoopback: false, 1500);
    private static readonly InterfaceAddress Address4 = new(2, IpAddress.Parse("203.0.113.5"), 24);
    private static readonly InterfaceAddress Address6 = new(2, IpAddress.Parse("2001:db8:6::5"), 64);
    private static readonly InterfaceAddress HomeAddress = new(2, IpAddress.Parse("2001:db8:1::50"), 64);
    private static readonly DefaultRoute Route4 = new(IpFamily.Ipv4, 2, IpAddress.Parse("203.0.113.1"), 100);
    private static readonly DefaultRoute Route6 = new(IpFamily.Ipv6, 2, IpAddress.Parse("fe80::1"), 1024);

    [Fact]
    [Clause("5555-4.4.4-v4-only")]
    public void An_address_with_a_default_route_of_its_family_is_a_candidate()
    {
        var found = Find([Wan], [Address4, Address6], [Route4, Route6]);
        Assert.Equal([Address4.Address, Address6.Address], found.Select(c => c.Address));
        Assert.Equal([100u, 1024u], found.Select(c => c.Metric));
        Assert.Equal([Address4.Address], Find([Wan], [Address4, Address6], [Route4]).Select(c => c.Address));
    }

    [Fact]
    public void No_carrier_no_candidate() => Assert.Empty(Find([Wan with { HasCarrier = false }], [Address4, HomeAddress], [Route4]));

    [Theory]
    [Clause("6275-11.5.3-care-of-dad", "trap-care-of-dad")]
    [InlineData(AddressFlags.Tentative)]
    [InlineData(AddressFlags.Tentative | AddressFlags.DadFailed)]
    public void An_address_that_is_not_ready_is_no_candidate(AddressFlags flags) => Assert.Empty(Find([Wan], [Address6 with { Flags = flags }], [Route6]));

    [Fact]
    public void A_link_local_address_is_no_candidate() =>
        Assert.Empty(Find([Wan], [new InterfaceAddress(2, IpAddress.Parse("fe80::2"), 64) { Scope = AddressScope.Link }], [Route6]));

    [Fact]
    [Clause("6275-11.5.2-home-link")]
    public void The_home_address_on_a_link_is_home_and_needs_no_route()
    {
        var home = Assert.Single(Find([Wan], [HomeAddress], []));
        Assert.True(home.AtHome);
        Assert.Equal(2, home.InterfaceIndex);
    }

    [Fact]
    public void The_home_addresses_of_the_tunnel_do_not_count() =>
        Assert.Empty(Find([Wan with { Index = Tun, Name = "dsmip0", Kind = "tun" }], [HomeAddress with { InterfaceIndex = Tun, PrefixLength = 128 }], []));

    [Fact]
    public void Only_listed_interfaces_count_if_there_is_a_list()
    {
        var other = Wan with { Index = 3, Name = "wan1" };
        var snapshot = new LinkSnapshot([Wan, other], [Address4, Address6 with { InterfaceIndex = 3 }], [Route4, Route6 with { InterfaceIndex = 3 }]);
        Assert.Equal([3], CareOfCandidates.Of(snapshot, Settings.Read(("Interfaces", "wan1")), Tun).Select(c => c.InterfaceIndex));
    }

    [Fact]
    public void A_privacy_address_comes_last()
    {
        var temporary = new InterfaceAddress(2, IpAddress.Parse("2001:db8:6::1"), 64, AddressFlags.Temporary);
        Assert.Equal([Address6.Address, temporary.Address], Find([Wan], [temporary, Address6], [Route6]).Select(c => c.Address));
    }

    [Fact]
    public void A_deprecated_address_serves_while_there_is_no_other()
    {
        var old = new InterfaceAddress(2, IpAddress.Parse("2001:db8:6::1"), 64, AddressFlags.Deprecated);
        Assert.Single(Find([Wan], [old], [Route6]));
        var (first, second) = (Find([Wan], [old, Address6], [Route6])[0], Find([Wan], [old, Address6], [Route6])[1]);
        Assert.True(first.Metric > second.Metric);
    }

    [Theory]
    [Clause("6275-11.5.2-home-link")]
    [InlineData("2001:db8:1::77", 64, true)]
    [InlineData("2001:db8:1::77", 128, false)]
    [InlineData("2001:db8:1::50", 128, false)]
    public void An_address_of_the_home_prefix_is_home_or_nothing(string address, int prefixLength, bool home)
    {
        var found = Find([Wan], [new InterfaceAddress(2, IpAddress.Parse(address), prefixLength)], [Route6]);
        Assert.Equal(home ? [(HomeAddress.Address, true)] : [], found.Select(candidate => (candidate.Address, candidate.AtHome)));
    }

    [Fact]
    [Clause("6275-11.5.1-detect")]
    public void Another_router_or_a_lost_carrier_is_another_attachment_and_the_same_is_the_same()
    {
        var first = Assert.Single(Find([Wan], [Address4], [Route4]));
        Assert.Equal(first, Assert.Single(Find([Wan], [Address4], [Route4])));
        Assert.NotEqual(first.Path, Assert.Single(Find([Wan with { CarrierLosses = 1 }], [Address4], [Route4])).Path);
        Assert.NotEqual(first.Path, Assert.Single(Find([Wan], [Address4], [Route4 with { Gateway = IpAddress.Parse("203.0.113.2") }])).Path);
    }

    private static System.Collections.Immutable.ImmutableArray<CareOfCandidate> Find(Link[] links, InterfaceAddress[] addresses, DefaultRoute[] routes) =>
        CareOfCandidates.Of(new LinkSnapshot(links, addresses, routes), Settings.Read(), Tun);
}
