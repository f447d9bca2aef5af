using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>RFC 5142 5 and 7 without an actor: what the message says, when it is repeated, and what becomes of the binding meanwhile.</summary>
public sealed class Rfc5142_5_HomeAgentSwitch
{
    private static readonly Ipv6Address Second = Ipv6Address.Parse("2001:db8:1::2"), Third = Ipv6Address.Parse("2001:db8:1::3"), Fourth = Ipv6Address.Parse("2001:db8:1::4");

    [Fact]
    [Clause("5142-5.1-list")]
    public void Other_home_agents_are_named_the_preferred_one_first_and_we_are_not_among_them()
    {
        var message = Told(Given.Bound(), 0, Known(Second, 1), Known(Given.HomeAgent, 9), Known(Third, 5), Known(Second, 1));
        Assert.Equal([Third, Second], message.HomeAgents.AsEnumerable());
        Assert.Empty(Told(Given.Bound(), 0).HomeAgents);
    }

    [Fact]
    [Clause("5142-5.1-list")]
    public void Those_of_equal_preference_are_in_random_order()
    {
        var first = Enumerable.Range(0, 50).Select(seed => Told(Given.Bound(), 0, seed, Known(Second), Known(Third)).HomeAgents[0]).Distinct();
        Assert.Equal(2, first.Count());
    }

    [Fact]
    public void A_mobile_router_is_told_of_home_agents_that_serve_mobile_routers()
    {
        var router = Given.Bound() with { Flags = BindingUpdateFlags.MobileRouter };
        Assert.Equal([Fourth], Told(router, 0, Known(Second, 9), new KnownHomeAgent([Fourth], 0, MobileRouters: true)).HomeAgents.AsEnumerable());
        Assert.Equal([Second], Told(router, 0, Known(Second, 9)).HomeAgents.AsEnumerable());
    }

    [Fact]
    public void However_many_there_are_the_message_fits_into_the_least_mtu()
    {
        var many = Enumerable.Range(2, 500).Select(i => Known(new Ipv6Address(Given.HomePrefix.Address.Value + (uint)i))).ToArray();
        const int OuterAndEsp = 100;
        Assert.InRange(MobilityHeaderCodec.Measure(Told(Given.Bound(), 600, many)) + Ipv6Header.Size, 1000, 1280 - OuterAndEsp);
    }

    [Theory]
    [Clause("5142-5.2-advice")]
    [InlineData(600, 150)]
    [InlineData(7, 1)]
    [InlineData(3, null)]
    [InlineData(-5, null)]
    public void The_time_that_is_left_is_told_in_units_of_four_seconds_if_there_is_any(int seconds, int? units) =>
        Assert.Equal(units, Told(Given.Bound(), seconds).Options.Find<BindingRefreshAdviceOption>()?.Interval.Units);

    [Fact]
    [Clause("5142-5.2-retransmit", "5142-5.2-backoff")]
    public void It_is_repeated_without_end_after_5_10_and_then_every_20_seconds() => Assert.Equal([0, 5, 15, 35, 55, 75], Times(0, 6));

    [Fact]
    [Clause("5142-5.2-advice", "5142-5.2-backoff")]
    public void With_time_left_the_first_repetition_waits_for_half_of_it_but_no_longer_than_others()
    {
        Assert.Equal([0, 20, 30, 50, 70], Times(600, 5));
        Assert.Equal([0, 15, 25, 45], Times(30, 4));
        Assert.Equal([0, 5, 15], Times(8, 3));
    }

    [Fact]
    [Clause("5142-5.3-keep-serving", "5142-5.3-129")]
    public void A_binding_is_prolonged_up_to_the_time_that_was_given_and_then_served_until_it_ends()
    {
        var entry = Switched(100);
        Assert.Equal(Given.Bound().Tunnel, entry.Tunnel);
        Assert.Equal(Given.Bound().Expires, entry.Expires);

        var refreshed = entry.Process(Given.Ipv6Update.Number(2), Given.OverIpv6, after: TimeSpan.FromSeconds(40));
        Assert.Equal(BindingStatus.Accepted, refreshed.Status());
        Assert.Equal(15, refreshed.Acknowledgement!.Lifetime.Units);
        Assert.Equal(entry.Switch, refreshed.Entry!.Switch);

        var late = entry.Process(Given.Ipv6Update.Number(3), Given.OverIpv6, after: TimeSpan.FromSeconds(100));
        Assert.Equal(BindingStatus.AdministrativelyProhibited, late.Status());
        Assert.Equal(entry with { Sequence = new SequenceNumber(3) }, late.Entry);
        Assert.NotNull(late.Entry!.Tunnel);
    }

    [Fact]
    [Clause("5142-5.2-retransmit")]
    public void Who_has_deregistered_is_told_no_more_and_may_come_back()
    {
        var gone = Switched(0).Process(Given.Ipv6Update.Number(2).For(0), Given.OverIpv6).Entry!;
        Assert.Null(BindingSwitch.InProgress(gone));
        var back = gone.Process(Given.Ipv6Update.Number(3), Given.OverIpv6, after: TimeSpan.FromSeconds(5));
        Assert.Equal(BindingStatus.Accepted, back.Status());
        Assert.Null(back.Entry!.Switch);
        Assert.Equal(150, back.Entry.Lifetime.Units);
    }

    [Fact]
    public void What_is_revoked_or_expired_is_not_to_be_switched()
    {
        var revoked = BindingRevocation.Complete(Switched(100) with { Revocation = new RevocationState(RevocationTrigger.AdministrativeReason, 1, false) }, Given.Now);
        Assert.Null(BindingSwitch.InProgress(revoked));
        Assert.False(BindingSwitch.IsPossible(revoked, Given.Now));
        Assert.False(BindingSwitch.IsPossible(null, Given.Now));
        Assert.True(BindingSwitch.IsPossible(Given.Bound(), Given.Now));
        Assert.False(BindingSwitch.IsPossible(Given.Bound(), Given.Bound().Expires));
    }

    [Fact]
    [Clause("5142-7-cap", "5142-7-one-second")]
    public void However_many_ask_one_a_second_has_its_turn_in_their_order()
    {
        var pace = new SwitchPace<int>(TimeSpan.FromSeconds(1) / SwitchPace.UsualRate, Given.Now);
        for (var i = 0; i < 100; i++) pace.Ask(new Ipv6Address((uint)(i % 50)), i);
        var turns = new List<(double Second, int Who)>();
        for (var tenth = 0; tenth < 1000; tenth++)
            while (pace.TryTake(Given.Now.AddSeconds(tenth / 10.0), out var who)) turns.Add((tenth / 10.0, who));
        // Who asks again keeps his place, and the later answer is the one that counts.
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (i + 1.0, i + 50)), turns);
        Assert.Null(pace.Due);
        Assert.Equal(0, pace.Count);
    }

    private static KnownHomeAgent Known(Ipv6Address address, ushort preference = 0) => new([address], preference);

    private static HomeAgentSwitch Told(BindingCacheEntry entry, int seconds, params KnownHomeAgent[] others) => Told(entry, seconds, 1, others);

    private static HomeAgentSwitch Told(BindingCacheEntry entry, int seconds, int seed, params KnownHomeAgent[] others) => BindingSwitch.Message(
        entry with { Switch = new SwitchState(Given.Now.AddSeconds(seconds)) }, others, Given.HomeAgent, new Random(seed), Given.Now);

    private static BindingCacheEntry Switched(int seconds) => Given.Bound() with { Switch = new SwitchState(Given.Now.AddSeconds(seconds)) };

    private static double[] Times(int within, int count)
    {
        var retransmission = new SwitchRetransmission(new SwitchState(Given.Now.AddSeconds(within)), Given.Now);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = (retransmission.Due - Given.Now).TotalSeconds;
            retransmission.Sent(retransmission.Due);
        }
        return times;
    }
}
