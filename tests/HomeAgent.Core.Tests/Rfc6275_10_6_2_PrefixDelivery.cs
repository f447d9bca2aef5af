using DsMip.HomeAgent.Core.Prefixes;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>RFC 6275 10.6.2: when prefixes are told unasked.</summary>
public sealed class Rfc6275_10_6_2_PrefixDelivery
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(86_400);
    private readonly PrefixDelivery _delivery = new(Minimum, Maximum);

    [Theory]
    [InlineData(100_000, 0, 600)]
    [InlineData(100_000, 0.5, 43_500)]
    [InlineData(100_000, 0.999999, 86_399.9)]
    [InlineData(7_000, 0.5, 3_800)]
    [InlineData(0, 0.5, 900)]
    [Clause("6275-10.6.2-delay", "6275-13-mob-pfx-adv")]
    public void The_delay_is_random_between_the_limits(int preferredSeconds, double random, double expected)
    {
        _delivery.Changed(TimeSpan.FromSeconds(preferredSeconds), random, Given.Now);
        Assert.Equal(expected, (_delivery.Due!.Value - Given.Now).TotalSeconds, 0.1);
    }

    [Fact]
    [Clause("6275-10.6.2-schedule")]
    public void A_change_while_one_is_scheduled_goes_with_it()
    {
        Change();
        var due = _delivery.Due;
        _delivery.Changed(Maximum, 0.7, Given.Now.AddSeconds(10));
        Assert.Equal(due, _delivery.Due);
    }

    [Fact]
    [Clause("6275-10.6.2-retransmit", "6275-12-prefix-adv")]
    public void It_is_repeated_after_3_6_and_12_seconds_and_no_more()
    {
        Change();
        Assert.Equal([600, 603, 609, 621], Transmissions());
        Assert.Null(_delivery.Due);
    }

    [Fact]
    [Clause("6275-10.6.2-retransmit")]
    public void A_solicitation_ends_it()
    {
        Change();
        Assert.True(_delivery.TrySend(Given.Now.AddSeconds(600)));
        Assert.Equal(SolicitedAnswer.Now, _delivery.Solicited(Given.Now.AddSeconds(602)));
        Assert.Empty(Transmissions());
    }

    [Fact]
    [Clause("6275-10.6.2-retransmit", "6275-10.6.3-solicited")]
    public void A_solicitation_within_the_second_ends_it_too_and_its_answer_waits()
    {
        Change();
        var sent = Given.Now.AddSeconds(600);
        Assert.True(_delivery.TrySend(sent));
        Assert.Equal(SolicitedAnswer.Later, _delivery.Solicited(sent.AddSeconds(0.1)));
        Assert.Equal(SolicitedAnswer.Later, _delivery.Solicited(sent.AddSeconds(0.2)));
        Assert.Equal(sent.AddSeconds(1), _delivery.Due);
        Assert.False(_delivery.TryAnswer(sent.AddSeconds(0.9)));
        Assert.False(_delivery.TrySend(sent.AddSeconds(1)));
        Assert.True(_delivery.TryAnswer(sent.AddSeconds(1)));
        Assert.Empty(Transmissions());
        Assert.Equal(SolicitedAnswer.None, _delivery.Solicited(sent.AddSeconds(1.5)));
    }

    [Fact]
    [Clause("6275-10.6.3-solicited")]
    public void Nobody_gets_more_than_one_in_a_second()
    {
        Assert.Equal(SolicitedAnswer.Now, _delivery.Solicited(Given.Now));
        Assert.Equal(SolicitedAnswer.None, _delivery.Solicited(Given.Now.AddSeconds(0.9)));
        Assert.Equal(SolicitedAnswer.Now, _delivery.Solicited(Given.Now.AddSeconds(1)));
    }

    [Fact]
    [Clause("6275-10.6.3-cancel")]
    public void With_the_binding_it_ends()
    {
        Change();
        _delivery.Cancel();
        Assert.Empty(Transmissions());
    }

    [Fact]
    public void What_was_not_acknowledged_begins_again_with_the_next_registration()
    {
        Change();
        Transmissions();
        _delivery.Registered(Maximum, 0.5, Given.Now.AddSeconds(1000));
        Assert.Equal([1000, 1003, 1009, 1021], Transmissions());
    }

    [Fact]
    public void Who_was_told_nothing_for_a_day_is_told_and_others_are_not()
    {
        _delivery.Registered(Maximum, 0, Given.Now);
        Assert.Equal(600, Transmissions()[0]);
        _delivery.Solicited(Given.Now.AddSeconds(700));
        _delivery.Registered(Maximum, 0, Given.Now.AddSeconds(80_000));
        Assert.Null(_delivery.Due);
        _delivery.Registered(Maximum, 0, Given.Now.AddSeconds(87_200));
        Assert.Equal(Given.Now.AddSeconds(87_800), _delivery.Due);
    }

    private void Change() => _delivery.Changed(Maximum, 0, Given.Now);

    /// <summary>Seconds after the start.</summary>
    private List<double> Transmissions()
    {
        var times = new List<double>();
        while (_delivery.Due is { } due && times.Count < 10)
        {
            Assert.False(_delivery.TrySend(due.AddTicks(-1)));
            Assert.True(_delivery.TrySend(due));
            times.Add((due - Given.Now).TotalSeconds);
        }
        return times;
    }
}
