using DsMip.Linux;

namespace DsMip.HomeAgent;

/// <summary>
/// The wall clock, without its jumps. Lifetimes end at a moment of the wall clock that all nodes and the store share, but a clock that is set by a
/// minute on one machine must not end there what goes on elsewhere, nor make every message look late. A difference is made up for slowly; one of
/// hours means that the clock was wrong when we started, and is followed at once.
/// </summary>
public sealed class SteadyClock : TimeProvider, IDisposable
{
    /// <summary>So much faster or slower it goes: a minute is made up for in 100 minutes.</summary>
    private const double Rate = 0.01;

    /// <summary>More than what is made up for between two looks, so that it comes to rest.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _wall;
    private readonly Func<TimeSpan> _boot;
    private readonly ITimer? _timer;
    private Moment _last;

    /// <param name="wall">Also counts the time between two looks at it.</param>
    /// <param name="boot">Time since the machine started, suspended or not.</param>
    internal SteadyClock(TimeProvider wall, Func<TimeSpan> boot, bool looksByItself)
    {
        (_wall, _boot) = (wall, boot);
        _last = new Moment(wall.GetUtcNow(), boot(), wall.GetTimestamp(), 0);
        if (looksByItself) _timer = wall.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public static SteadyClock Start() => new(System, () => BootClock.Now, looksByItself: true);

    public override DateTimeOffset GetUtcNow()
    {
        var last = Volatile.Read(ref _last);
        return At(last, _wall.GetElapsedTime(last.Timestamp));
    }

    public override long GetTimestamp() => _wall.GetTimestamp();

    public override long TimestampFrequency => _wall.TimestampFrequency;

    public void Dispose() => _timer?.Dispose();

    /// <summary>How far is the wall clock from where it should be?</summary>
    internal void Look()
    {
        var (last, timestamp, boot) = (_last, _wall.GetTimestamp(), _boot());
        var awake = _wall.GetElapsedTime(last.Timestamp, timestamp);
        var now = At(last, awake);
        // Suspended; the two clocks are not read at the same moment.
        if (boot - last.Boot - awake is var asleep && asleep > Interval) now += asleep;
        var difference = _wall.GetUtcNow() - now;
        Volatile.Write(ref _last, difference.Duration() > LongestJump
            ? new Moment(now + difference, boot, timestamp, 0)
            : new Moment(now, boot, timestamp, difference > Tolerance ? Rate : difference < -Tolerance ? -Rate : 0));
    }

    private static DateTimeOffset At(Moment moment, TimeSpan later) => moment.Utc + later + (later * moment.Rate);

    private sealed record Moment(DateTimeOffset Utc, TimeSpan Boot, long Timestamp, double Rate);
}
