using DsMip.Linux;
using DsMip.MobileNode.Diagnostics;

namespace DsMip.MobileNode.Host.Tests;

public sealed class DiagnosticsTests
{
    [Fact]
    public void Refused_frames_are_counted_by_the_error_that_refused_them()
    {
        var drops = new DropCounters();
        drops.CountRefused(2, Errno.ENETUNREACH);
        drops.CountRefused(3, Errno.ENOBUFS);
        Assert.Equal(new Dictionary<string, long> { ["SendENETUNREACH"] = 2, ["SendENOBUFS"] = 3 }, drops.Snapshot());
    }

    [Fact]
    public void The_clock_goes_forward_and_shows_the_time_of_the_wall()
    {
        var clock = new ForwardClock();
        var (first, second) = (clock.Now, clock.Now);
        Assert.True(second >= first);
        Assert.Equal(first, clock.ToWall(first));
        Assert.Null(clock.ToWall(null));
    }
}
