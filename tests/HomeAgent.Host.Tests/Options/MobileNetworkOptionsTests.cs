using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;

namespace DsMip.HomeAgent.Host.Tests.Options;

/// <summary>Prefixes of mobile networks in the configuration: the Prefix Table of RFC 3963 6.1.2, and pools of IPv4 prefixes.</summary>
public sealed class MobileNetworkOptionsTests
{
    private const string Ipv6 = "MobileNodes:0:MobileNetworkPrefixes", Ipv4 = "MobileNodes:0:Ipv4MobileNetworkPrefixes";

    [Fact]
    public void Prefixes_and_pools_are_read()
    {
        var options = Configured.Options(
            (Ipv6, "2001:db8:aa::/56,2001:db8:bb::/64"), (Ipv4 + ":0", "10.80.0.0/24"), ("Ipv4PrefixPools:0", "10.64.0.0/12"), ("Ipv4ShortestPrefix", "26"));
        Assert.Equal(["2001:db8:aa::/56", "2001:db8:bb::/64"], options.MobileNodes[0].Networks!.Ipv6.Select(prefix => prefix.ToString()));
        Assert.Equal("10.80.0.0/24", Assert.Single(options.MobileNodes[0].Networks!.Ipv4).ToString());
        Assert.Null(options.MobileNodes[1].Networks);
        Assert.Equal(("10.64.0.0/12", 26), (Assert.Single(options.Ipv4PrefixPools!.Pools).ToString(), options.Ipv4PrefixPools.Shortest));
        Assert.Null(Configured.Options().Ipv4PrefixPools);
    }

    [Theory]
    [InlineData(Ipv6, "2001:db8:aa::", Ipv6, "is not an IPv6 prefix")]
    [InlineData(Ipv6, "2001:db8:1::/48", Ipv6, "overlaps HomePrefix")]
    [InlineData(Ipv6, "ff00::/8", Ipv6, "unicast")]
    [InlineData(Ipv6, "::/0", Ipv6, "unicast")]
    [InlineData(Ipv6, "2001:db8:aa::/56,2001:db8:aa:1::/64", Ipv6, "overlaps 2001:db8:aa::/56 of 2001:db8:1::a")]
    [InlineData(Ipv4, "10.10.0.128/25", Ipv4, "overlaps Ipv4HomePrefix")]
    [InlineData(Ipv4, "198.51.100.0/24", Ipv4, "own address")]
    [InlineData(Ipv4, "224.0.0.0/8", Ipv4, "unicast")]
    [InlineData("Ipv4PrefixPools", "10.10.0.0/25", "Ipv4PrefixPools", "overlaps Ipv4HomePrefix")]
    [InlineData("Ipv4PrefixPools", "10.64.0.0/16,10.64.8.0/24", "Ipv4PrefixPools", "overlaps 10.64.0.0/16")]
    [InlineData("MobileNetworkBlocks", "2001:db8::/32", "MobileNetworkBlocks", "overlaps a home prefix")]
    [InlineData("MobileNetworkBlocks", "2001:db8:a000::/36,2001:db8:a123::/48", "MobileNetworkBlocks", "overlaps 2001:db8:a000::/36")]
    [InlineData("MobileNetworkBlocks", "a", "MobileNetworkBlocks", "is not a prefix")]
    [InlineData("Ipv4ShortestPrefix", "31", "Ipv4ShortestPrefix", "not in 1 to 30")]
    public void What_cannot_be_is_refused_by_name(string key, string value, string named, string why)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Configured.Options((key, value)));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_is_protected_of_home_addresses_only()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Configured.Options((Ipv6, "2001:db8:aa::/56"), ("Ipsec", "Kernel"), ("MobileNodes:0:ProtectPayload", "true")));
        Assert.Contains("MobileNodes:0:ProtectPayload", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_mobile_nodes_have_prefixes_that_overlap_and_none_has_one_of_a_pool()
    {
        var both = Assert.Throws<ConfigurationException>(() => Configured.Options((Ipv6, "2001:db8:aa::/56"), ("MobileNodes:1:MobileNetworkPrefixes", "2001:db8:aa:80::/57")));
        Assert.Contains("2001:db8:aa::/56 of 2001:db8:1::a", both.Message, StringComparison.Ordinal);
        var pool = Assert.Throws<ConfigurationException>(() => Configured.Options((Ipv4, "10.64.8.0/24"), ("Ipv4PrefixPools", "10.64.0.0/16")));
        Assert.Contains("Ipv4PrefixPools", pool.Message, StringComparison.Ordinal);
    }
}
