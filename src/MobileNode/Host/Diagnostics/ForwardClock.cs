using System.Diagnostics;

namespace DsMip.MobileNode.Diagnostics;

/// <summary>
/// Time that never goes back, whatever happens to the wall clock, and that includes the time the machine was suspended: of the wall clock and the
/// monotonic clock the one that advanced more counts. A lifetime that ends too early is renewed; one that ends too late would be a lie.
/// </summary>
internal sealed class ForwardClock
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private DateTimeOffset _wall = DateTimeOffset.UtcNow;
    private long _monotonic = Stopwatch.GetTimestamp();

    /// <summary>One thread at a time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var (wall, monotonic) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
            var (byWall, byMonotonic) = (wall - _wall, Stopwatch.GetElapsedTime(_monotonic, monotonic));
            (_wall, _monotonic) = (wall, monotonic);
            return _now += byWall > byMonotonic ? byWall : byMonotonic;
        }
    }
}
