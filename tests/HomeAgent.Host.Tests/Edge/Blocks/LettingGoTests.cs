using DsMip.HomeAgent.Edge.Blocks;

namespace DsMip.HomeAgent.Host.Tests.Edge.Blocks;

/// <summary>A drained edge goes only when somebody else has had the time to come.</summary>
public sealed class LettingGoTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private readonly LettingGo _going = new();

    [Fact]
    public void Others_are_given_time_to_announce()
    {
        Assert.False(_going.IsDue(true, true, Start));
        Assert.False(_going.IsDue(true, true, Start + LettingGo.Grace - TimeSpan.FromTicks(1)));
        Assert.True(_going.IsDue(true, true, Start + LettingGo.Grace));
    }

    [Fact]
    public void Who_is_alone_stays_and_who_comes_late_is_given_time_too()
    {
        Assert.False(_going.IsDue(true, false, Start));
        Assert.False(_going.IsDue(true, false, Start + TimeSpan.FromDays(1)));
        Assert.False(_going.IsDue(true, true, Start + TimeSpan.FromDays(1)));
        Assert.True(_going.IsDue(true, true, Start + TimeSpan.FromDays(1) + LettingGo.Grace));
        // The other one is lost.
        Assert.False(_going.IsDue(true, false, Start + TimeSpan.FromDays(2)));
    }

    [Fact]
    public void Who_is_undrained_takes_everything_back()
    {
        Assert.False(_going.IsDue(true, true, Start));
        Assert.False(_going.IsDue(false, true, Start + TimeSpan.FromDays(1)));
        Assert.False(_going.IsDue(true, true, Start + TimeSpan.FromDays(2)));
    }
}
