using DsMip.Configuration;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Prefixes;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Options;

public sealed class HomePrefixOptionsTests
{
    private static readonly Ipv6Prefix Home = Ipv6Prefix.Parse("2001:db8:1::/64");

    [Fact]
    public void Without_a_list_there_is_the_home_prefix_for_ever()
    {
        var prefix = Assert.Single(Configured.Options().HomePrefixes.All);
        Assert.Equal(new HomeNetworkPrefix(Home, default, default, true, true, Ipv6Address.Parse(Configured.HomeAgent)), prefix);
    }

    [Fact]
    public void A_list_is_read()
    {
        var options = Configured.Options(
            ("HomePrefixes:0:Prefix", "2001:db8:1::/64"), ("HomePrefixes:0:ValidLifetime", "02:00:00"), ("HomePrefixes:0:PreferredUntil", "2030-01-01T00:00:00Z"),
            ("HomePrefixes:1:Prefix", "2001:db8:2::/64"), ("HomePrefixes:1:OnLink", "false"), ("HomePrefixes:1:Autonomous", "false"),
            ("MobilePrefixAdvertisements:MinInterval", "00:00:05"), ("MobilePrefixAdvertisements:Enabled", "false"));
        Assert.Equal(
            [
                new HomeNetworkPrefix(
                    Home, new PrefixLifetime(TimeSpan.FromHours(2)), new PrefixLifetime(Until: new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)), true, true,
                    Ipv6Address.Parse(Configured.HomeAgent)),
                new HomeNetworkPrefix(Ipv6Prefix.Parse("2001:db8:2::/64"), default, default, false, false, null),
            ],
            options.HomePrefixes.All);
        Assert.Equal(new PrefixAdvertisingOptions(false, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)), options.PrefixAdvertising);
    }

    [Theory]
    [InlineData("HomePrefixes", "HomePrefixes:0:Prefix=2001:db8:2::/64")]
    [InlineData("HomePrefixes", "HomePrefixes:0:Prefix=2001:db8:1::/64", "HomePrefixes:1:Prefix=2001:db8:1::/64")]
    [InlineData("HomePrefixes:0:Prefix", "HomePrefixes:0:OnLink=true")]
    [InlineData("HomePrefixes:0:RouterAddress", "HomePrefixes:0:Prefix=2001:db8:1::/64", "HomePrefixes:0:RouterAddress=2001:db8:2::1")]
    [InlineData("HomePrefixes:0:ValidUntil", "HomePrefixes:0:Prefix=2001:db8:1::/64", "HomePrefixes:0:ValidUntil=soon")]
    [InlineData("HomePrefixes:0:ValidUntil", "HomePrefixes:0:Prefix=2001:db8:1::/64", "HomePrefixes:0:ValidUntil=2030-01-01", "HomePrefixes:0:ValidLifetime=01:00:00")]
    [InlineData("HomePrefixes:0:Lifetime", "HomePrefixes:0:Prefix=2001:db8:1::/64", "HomePrefixes:0:Lifetime=01:00:00")]
    [InlineData("MobilePrefixAdvertisements:MaxInterval", "MobilePrefixAdvertisements:MaxInterval=00:01:00")]
    public void What_is_wrong_is_named(string key, params string[] settings)
    {
        var changes = settings.Select(setting => (setting[..setting.IndexOf('=')], (string?)setting[(setting.IndexOf('=') + 1)..])).ToArray();
        Assert.Equal(key, Assert.Throws<ConfigurationException>(() => Configured.Options(changes)).Key);
    }

    [Fact]
    public void A_reload_takes_over_what_has_changed_and_nothing_that_is_wrong()
    {
        var table = new HomePrefixTable(Configured.Options().HomePrefixes);
        (string, string?)[] changes = [];
        using var reload = new HomePrefixReload(table, Configured.Options(), () => Configured.Options(changes), NullLogger<HomePrefixReload>.Instance);
        reload.Reload();
        Assert.Equal(0, table.Revision);
        changes = [("HomePrefixes:0:Prefix", "2001:db8:1::/64"), ("HomePrefixes:1:Prefix", "2001:db8:2::/64")];
        reload.Reload();
        Assert.Equal((1, 2), (table.Revision, table.Prefixes.All.Count));
        changes = [("HomePrefixes:0:Prefix", "nonsense")];
        reload.Reload();
        Assert.Equal((1, 2), (table.Revision, table.Prefixes.All.Count));
    }

    /// <summary>A renumbering that is prepared in the file for the next start: its list would end all bindings of this process.</summary>
    [Fact]
    public void A_reload_takes_no_list_over_that_is_for_another_home_prefix_and_outlives_whatever_reading_throws()
    {
        var options = Configured.Options();
        var table = new HomePrefixTable(options.HomePrefixes);
        var other = new HomeNetworkPrefixes([new HomeNetworkPrefix(Ipv6Prefix.Parse("2001:db8:2::/64"), default, default, true, true, null)]);
        Func<HomeAgentOptions>[] reads =
        [
            () => options with { HomePrefix = Ipv6Prefix.Parse("2001:db8:2::/64"), HomePrefixes = other },
            () => options with { HomeAgentAddress = Ipv6Address.Parse("2001:db8:1::2"), HomePrefixes = other },
            () => throw new FormatException("no JSON\nat all"),
        ];
        foreach (var read in reads)
        {
            using var reload = new HomePrefixReload(table, options, read, NullLogger<HomePrefixReload>.Instance);
            reload.Reload();
            Assert.Equal((0, options.HomePrefixes), (table.Revision, table.Prefixes));
        }
    }
}
