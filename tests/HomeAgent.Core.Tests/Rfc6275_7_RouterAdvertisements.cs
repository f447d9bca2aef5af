using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_7_RouterAdvertisements
{
    private static readonly LinkAddress Own = new(0x0200_0000_0001);
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(200), Maximum = TimeSpan.FromSeconds(600);
    private static readonly AdvertisementSettings Settings = new(Minimum, Maximum, 1800, 1800, 0);
    private static readonly HomeNetworkPrefixes Prefixes = new([
        new HomeNetworkPrefix(Given.HomePrefix, default, default, OnLink: true, Autonomous: true, Given.HomeAgent),
        new HomeNetworkPrefix(Ipv6Prefix.Parse("2001:db8:9::/64"), new PrefixLifetime(TimeSpan.FromHours(1)), default, OnLink: true, Autonomous: false, null),
    ]);

    [Fact]
    [Clause("6275-7.1-h-bit", "6275-7.2-global-address", "6275-7-source-link-layer")]
    public void They_say_that_this_is_a_home_agent_with_its_link_layer_address_and_its_global_one()
    {
        var said = HomeAgentAdvertisement.Of(Settings, Prefixes, Own, Given.Now);
        Assert.Equal((RouterAdvertisementFlags.HomeAgent, (ushort)1800, Own), (said.Flags, said.LifetimeSeconds, said.SourceLinkAddress));
        Assert.Equal([Given.HomeAgent, Ipv6Address.Parse("2001:db8:9::")], said.Prefixes.Select(prefix => prefix.Prefix));
        Assert.Equal([true, false], said.Prefixes.Select(prefix => prefix.Flags.HasFlag(PrefixInformationFlags.RouterAddress)));
        Assert.Equal([uint.MaxValue, 3600u], said.Prefixes.Select(prefix => prefix.ValidSeconds));
    }

    [Theory]
    [Clause("6275-7.3-interval", "6275-7.5-faster")]
    [InlineData(600_000, 600_000u)]
    [InlineData(200, 200u)]
    [InlineData(70, 90u)]
    public void The_interval_is_the_longest_between_two_and_a_short_one_is_told_20_ms_longer(int milliseconds, uint told)
    {
        var settings = Settings with { Maximum = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.Equal(told, HomeAgentAdvertisement.Of(settings, Prefixes, Own, Given.Now).Interval?.Milliseconds);
    }

    [Fact]
    [Clause("6275-7.4-home-agent-information", "3963-7.3-information")]
    public void Preference_and_lifetime_are_told_only_if_they_are_not_what_is_assumed_anyhow_and_only_with_H()
    {
        Assert.Null(Of(Settings).HomeAgent);
        Assert.Equal(new HomeAgentInformationOption(7, 1800), Of(Settings with { Preference = 7 }).HomeAgent);
        Assert.Equal(new HomeAgentInformationOption(0, 60), Of(Settings with { HomeAgentLifetimeSeconds = 60 }).HomeAgent);
        // No default router, and a home agent all the same.
        Assert.Equal(new HomeAgentInformationOption(0, 1800), Of(Settings with { RouterLifetimeSeconds = 0 }).HomeAgent);
        // That mobile routers are served is always said.
        Assert.Equal(new HomeAgentInformationOption(0, 1800, true), Of(Settings with { MobileRouters = true }).HomeAgent);
        var last = HomeAgentAdvertisement.Last(Own);
        Assert.Equal((RouterAdvertisementFlags.None, (ushort)0, Own, null), (last.Flags, last.LifetimeSeconds, last.SourceLinkAddress, last.HomeAgent));

        static RouterAdvertisement Of(AdvertisementSettings settings) => HomeAgentAdvertisement.Of(settings, Prefixes, Own, Given.Now);
    }

    [Fact]
    public void Three_come_soon_after_each_other_and_the_others_between_both_intervals()
    {
        var schedule = new AdvertisementSchedule(Settings, () => 0.5);
        var sent = new List<TimeSpan>();
        for (var now = Given.Now; sent.Count < 5; now = schedule.Due)
        {
            now = now < schedule.Due ? schedule.Due : now;
            Assert.True(schedule.TryTake(now));
            Assert.False(schedule.TryTake(now));
            sent.Add(now - Given.Now);
        }
        Assert.Equal([0, 16, 32, 432, 832], sent.Select(time => time.TotalSeconds));
    }

    [Fact]
    public void Whoever_asks_is_answered_after_a_random_delay_and_not_within_three_seconds_of_the_last_one()
    {
        var schedule = new AdvertisementSchedule(Settings, () => 0.5);
        Assert.True(schedule.TryTake(Given.Now));
        schedule.Solicited(Given.Now);
        Assert.Equal(Given.Now.AddSeconds(3), schedule.Due);
        Assert.True(schedule.TryTake(schedule.Due));
        schedule.Solicited(Given.Now.AddSeconds(10));
        Assert.Equal(Given.Now.AddSeconds(10.25), schedule.Due);
        // Asking again does not put it off.
        schedule.Solicited(Given.Now.AddSeconds(10.2));
        Assert.Equal(Given.Now.AddSeconds(10.25), schedule.Due);
    }

    [Fact]
    [Clause("6275-7.5-faster")]
    public void With_the_least_intervals_there_are_twenty_in_a_second_and_answers_are_as_quick()
    {
        var schedule = new AdvertisementSchedule(
            Settings with { Minimum = TimeSpan.FromMilliseconds(30), Maximum = TimeSpan.FromMilliseconds(70) }, () => 0.5);
        var sent = 0;
        for (var now = Given.Now; now < Given.Now.AddSeconds(1); now = now.AddMilliseconds(1))
            if (schedule.TryTake(now)) sent++;
        Assert.Equal(20, sent);
    }
}
