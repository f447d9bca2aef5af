using System.Xml.Linq;
using DsMip.Lab.Probes;
using DsMip.Lab.Report;
using DsMip.Lab.Topology;
using DsMip.Lab.Walk;

namespace DsMip.Lab.Tests;

/// <summary>The demo's verdict can fail, and says why.</summary>
public sealed class WalkOutcomeTests
{
    private static readonly MoveResult Move = new(1, Attachment.Home, Attachment.V6, 100, TimeSpan.FromMilliseconds(40))
    {
        Registered = 100.1,
        Ended = 103,
        Encapsulation = "Ipv6",
        BindingUpdateToAckMilliseconds = 10,
        Ipv6Gap = TimeSpan.FromMilliseconds(250),
        Ipv4Gap = TimeSpan.FromMilliseconds(249),
    };

    private static readonly WalkOutcome Good = new(
        98, 103, [Move], new PingTrace(), new PingTrace(), new TransferTrace(), new TransferTrace(),
        new TransferVerdict(true, "", 1), new TransferVerdict(true, "", 1), new SignallingCensus(2, 0), new SignallingCensus(2, 0));

    [Fact]
    public void Nothing_broken_is_no_failure() => Assert.Empty(Good.Failures);

    [Fact]
    public void A_gap_over_the_limit_is_a_failure() =>
        Assert.Single((Good with { Moves = [Move with { Ipv4Gap = TimeSpan.FromMilliseconds(251) }] }).Failures);

    [Fact]
    public void A_transfer_that_stands_still_is_a_failure()
    {
        Assert.Empty((Good with { Moves = [Move with { Ipv6TransferPause = TimeSpan.FromMilliseconds(1250) }] }).Failures);
        Assert.Single((Good with { Moves = [Move with { Ipv6TransferPause = TimeSpan.FromMilliseconds(1251) }] }).Failures);
    }

    [Fact]
    public void The_pause_of_a_transfer_begins_with_the_last_bytes_before_it()
    {
        var trace = new TransferTrace();
        foreach (var (time, received) in new[] { (10.0, 100), (10.1, 200), (10.2, 200), (10.3, 200), (10.4, 300), (10.5, 300) })
        {
            trace.Add(System.Text.Json.JsonSerializer.Serialize(new TransferReport(time, "a", "b", 0, received)));
        }

        Assert.Equal(0.3, trace.LongestPause(10.2, 10.5).TotalSeconds, 6);
        Assert.Equal(2, trace.LongestPause(10.45, 12.4).TotalSeconds, 6);
    }

    [Fact]
    public void A_repeated_Binding_Update_does_not_excuse_the_gap_it_made()
    {
        var slow = Move with { BindingUpdateToAckMilliseconds = 1510, Ipv6Gap = TimeSpan.FromMilliseconds(1550) };
        Assert.Single((Good with { Moves = [slow] }).Failures);
    }

    [Fact]
    public void A_move_without_registration_is_a_failure() => Assert.Single((Good with { Moves = [Move with { Failure = "no answer" }] }).Failures);

    [Fact]
    public void A_broken_transfer_is_a_failure() => Assert.Single((Good with { Ipv6Verdict = new TransferVerdict(false, "checksums differ", 0) }).Failures);

    [Fact]
    public void Signalling_in_the_clear_is_a_failure() => Assert.Single((Good with { Access = new SignallingCensus(2, 1) }).Failures);

    [Fact]
    public void A_capture_without_any_ESP_proves_nothing() => Assert.Single((Good with { Uplink = new SignallingCensus(0, 0) }).Failures);

    [Fact]
    public void A_binding_lost_in_a_crash_is_a_failure()
    {
        Assert.Empty((Good with { Crash = new CrashResult(1, 2, 3, true, 0) }).Failures);
        Assert.Single((Good with { Crash = new CrashResult(1, 2, 3, false, 0) }).Failures);
        Assert.Single((Good with { Crash = new CrashResult(1, 2, 3, true, 1) }).Failures);
    }

    [Fact]
    public void The_picture_is_well_formed_and_shows_every_lane()
    {
        var picture = XDocument.Parse(TimelinePicture.Of(Good));
        var texts = picture.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Superset(new HashSet<string> { "attached to", "reached by", "ping IPv6", "ping IPv4", "TCP IPv6", "TCP IPv4" }, texts.ToHashSet());
        Assert.Contains("IPv6", texts);
    }
}
