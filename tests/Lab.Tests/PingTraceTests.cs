using DsMip.Lab.Probes;

namespace DsMip.Lab.Tests;

public sealed class PingTraceTests
{
    [Fact]
    public void The_gap_of_a_phase_begins_with_the_last_reply_before_it()
    {
        var trace = Replies(10.00, 10.01, 10.02, 10.30, 10.31);
        Assert.Equal(0.28, trace.LongestGap(10.05, 10.31).TotalSeconds, 6);
        Assert.Equal(0.01, trace.LongestGap(10.305, 10.31).TotalSeconds, 6);
    }

    [Fact]
    public void A_silence_that_does_not_end_counts_to_the_end_of_the_phase() =>
        Assert.Equal(4.99, Replies(10.00, 10.01).LongestGap(10.005, 15.0).TotalSeconds, 6);

    [Fact]
    public void No_reply_at_all_is_silence_throughout() => Assert.Equal(5, new PingTrace().LongestGap(10, 15).TotalSeconds, 6);

    [Fact]
    public void Missing_answers_and_errors_are_not_replies()
    {
        var trace = Replies(10.00);
        trace.Add("[10.010000] no answer yet for icmp_seq=2");
        trace.Add("[10.020000] From 192.0.2.1 icmp_seq=2 Destination Host Unreachable");
        Assert.Equal(1, trace.Count);
        Assert.Single(trace.Oddities);
    }

    private static PingTrace Replies(params double[] times)
    {
        var trace = new PingTrace();
        foreach (var time in times)
        {
            trace.Add(FormattableString.Invariant($"[{time:0.000000}] 64 bytes from 2001:db8:1::50: icmp_seq=1 ttl=62 time=0.2 ms"));
        }

        return trace;
    }
}
