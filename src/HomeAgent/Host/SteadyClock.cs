using DsMip.Linux;

namespace DsMip.HomeAgent;

/// <summary>
/// The wall clock, without its jumps. Lifetimes end at a moment of the wall clock that all nodes and the store share, but a clock that is set by a
/// minute on one machine must not end there what goes on elsewhere, nor make every message look late. A difference is made up for slowly; one of
/// hours means that the clock was wrong when we started, and is followed at once.
/// </summary>
public sealed class SteadyClock : TimeProvider, IDisposable
{
    /// <summary>So much faster or slower it goes: a minute is made up for in ten minutes.</summary>
    private const double Rate = 0.1;

    /// <summary>The two clocks are never the same; below that it rests.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(1);

    /// <summary>NTP corrects less than that without anybody's need to know.</summary>
    private static readonly TimeSpan SmallestJump = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _wall;
    private readonly Func<TimeSpan> _boot;
    private readonly Action<ClockJump>? _jumped;
    private readonly ITimer? _timer;
    private Moment _last;

    /// <param name="wall">Also counts the time between two looks at it.</param>
    /// <param name="boot">Time since the machine started, suspended or not.</param>
    /// <param name="jumped">Told once of every jump.</param>
    internal SteadyClock(TimeProvider wall, Func<TimeSpan> boot, bool looksByItself, Action<ClockJump>? jumped = null)
    {
        (_wall, _boot, _jumped) = (wall, boot, jumped);
        _last = new Moment(wall.GetUtcNow(), boot(), wall.GetTimestamp(), TimeSpan.Zero);
        if (looksByItself) _timer = wall.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public static SteadyClock Start(Action<ClockJump> jumped) => new(System, () => BootClock.Now, looksByItself: true, jumped);

    /// <summary>How far the wall clock is ahead of this one, as seen last; negative: behind.</summary>
    public TimeSpan Offset => Volatile.Read(ref _last).Offset;

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
        var offset = _wall.GetUtcNow() - now;
        var isFollowed = offset.Duration() > LongestJump;
        Volatile.Write(ref _last, isFollowed ? new Moment(now + offset, boot, timestamp, TimeSpan.Zero) : new Moment(now, boot, timestamp, offset));
        var jump = offset - (last.Offset - MadeUp(last, awake));
        if (jump.Duration() > SmallestJump) _jumped?.Invoke(new ClockJump(jump, isFollowed ? TimeSpan.Zero : offset.Duration() / Rate));
    }

    private static DateTimeOffset At(Moment moment, TimeSpan later) => moment.Utc + later + MadeUp(moment, later);

    /// <summary>Never more than there is to make up for, however late the next look is.</summary>
    private static TimeSpan MadeUp(Moment moment, TimeSpan later)
    {
        if (moment.Offset.Duration() <= Tolerance) return TimeSpan.Zero;
        var most = later * Rate;
        return most >= moment.Offset.Duration() ? moment.Offset : moment.Offset > TimeSpan.Zero ? most : -most;
    }

    /// <param name="Offset">Of the wall clock from <paramref name="Utc"/> then.</param>
    private sealed record Moment(DateTimeOffset Utc, TimeSpan Boot, long Timestamp, TimeSpan Offset);
}

/// <summary>Somebody has set the wall clock.</summary>
/// <param name="By">Negative: back.</param>
/// <param name="MadeUpIn">From then until all is made up for; zero: followed at once.</param>
public readonly record struct ClockJump(TimeSpan By, TimeSpan MadeUpIn);
