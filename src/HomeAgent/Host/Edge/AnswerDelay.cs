namespace DsMip.HomeAgent.Edge;

/// <summary>
/// How many frames may be under way, by how long answers take. A queue that is longer than a mobile node's patience is worse than none: every Binding Update is
/// sent again before its turn comes, each copy is as much work as the original, and a home agent that was overloaded for a moment stays so. So
/// when even the quickest answer of a while took too long, no more are let in than are answered in time at the present rate. What is slow for
/// some only, such as the mobile nodes of a control node that has just died, changes nothing. Not thread-safe.
/// </summary>
/// <param name="most">The limit while answers are quick.</param>
/// <param name="bearable">What is no overload yet.</param>
internal sealed class AnswerDelay(int most, TimeSpan bearable)
{
    /// <summary>
    /// A mobile node sends its Binding Update again after a second (RFC 6275 12, INITIAL_BINDACK_TIMEOUT). An acknowledgement may wait for a slow edge for half
    /// of that without anything being overloaded.
    /// </summary>
    public static readonly TimeSpan Bearable = TimeSpan.FromMilliseconds(600);

    /// <summary>Where an edge, this or another one, has a home link: duplicate address detection takes a second, and every first Binding Update waits for it.</summary>
    public static readonly TimeSpan BearableWithHomeLink = TimeSpan.FromSeconds(2);

    /// <summary>So many get in whatever happens: someone has to find out that answers are quick again.</summary>
    public const int Least = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly int _most = most;
    private readonly TimeSpan _bearable = bearable;
    private TimeSpan _quickest = TimeSpan.MaxValue;
    private DateTimeOffset _since;
    private DateTimeOffset _last;
    private int _answers;

    public int Limit { get; private set; } = most;

    /// <summary>A frame was answered, or dropped by its entity.</summary>
    /// <param name="delay">Since it was let in.</param>
    public void Note(TimeSpan delay, DateTimeOffset now)
    {
        // A pause of everything says nothing about the rate; neither does a clock that was set.
        if ((now - _last).Duration() >= Interval) Restart(now);
        _last = now;
        _answers++;
        if (delay < _quickest) _quickest = delay;
        if (now - _since < Interval) return;
        if (_quickest > _bearable) Limit = Math.Clamp((int)(_answers * (_bearable / (now - _since))), Math.Min(Least, _most), Limit);
        else if (_quickest < _bearable / 2) Limit = Math.Min(_most, Limit + Math.Max(1, Limit / 4));
        Restart(now);
    }

    private void Restart(DateTimeOffset now) => (_since, _answers, _quickest) = (now, 0, TimeSpan.MaxValue);
}
