using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

public sealed class SilenceWatchTests
{
    private readonly SilenceWatch _watch = new();

    [Fact]
    public void Where_there_has_never_been_a_cluster_nobody_has_to_wait() => Assert.True(_watch.IsSilent(0, TimeSpan.Zero));

    [Fact]
    public void Silence_is_a_count_that_stays_the_same_for_long()
    {
        Assert.False(_watch.IsSilent(7, TimeSpan.FromSeconds(100)));
        Assert.False(_watch.IsSilent(7, TimeSpan.FromSeconds(100) + SilenceWatch.Enough - TimeSpan.FromTicks(1)));
        Assert.True(_watch.IsSilent(7, TimeSpan.FromSeconds(100) + SilenceWatch.Enough));
    }

    [Fact]
    public void A_sign_of_life_starts_it_anew()
    {
        Assert.False(_watch.IsSilent(7, TimeSpan.Zero));
        Assert.False(_watch.IsSilent(8, SilenceWatch.Enough));
        Assert.False(_watch.IsSilent(8, SilenceWatch.Enough * 1.5));
        Assert.True(_watch.IsSilent(8, SilenceWatch.Enough * 2));
    }

    /// <summary>While the store does not answer, members cannot give signs either.</summary>
    [Fact]
    public void Time_without_store_does_not_count()
    {
        Assert.False(_watch.IsSilent(7, TimeSpan.Zero));
        _watch.Reset();
        Assert.False(_watch.IsSilent(7, SilenceWatch.Enough * 10));
        Assert.True(_watch.IsSilent(7, SilenceWatch.Enough * 11));
    }
}
