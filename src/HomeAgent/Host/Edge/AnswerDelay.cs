namespace DsMip.HomeAgent.Edge;

/// <summary>
/// How many frames may be under way, by how long answers take. A queue that is longer than a mobile node's patience is worse than none: every Binding Update is
/// sent again before its turn comes, each copy is as much work as the original, and a home agent that was overloaded for a moment stays so. So
/// when even the quickest answer of a while took too long, or a control node had no room, no more are let in than are answered in time at the present
/// rate. Only answers count: what an entity drops comes back at once however long the queue is. What is slow for some only, such as the mobile nodes of a control node that has just died, changes nothing. Not thread-safe.
/// </summary>
/// <param name="most">The limit while answers are quick.</param>
/// <param name="bearable">What is no overload yet.</param>
internal sealed class AnswerDelay(int most, TimeSpan bearable)
{
    /// <summary>
    /// A mobile node sends its Binding Update again after a second (RFC 6275 12, INITIAL_BINDACK_TIMEOUT). An acknowledgement may wait for a slow edge for half
    /// of that without anything being overloaded; those that came last before its end wait for hardly anything, so that the quickest does not show it.
    /// </summary>
    public static readonly TimeSpan Bearable = TimeSpan.FromMilliseconds(600);

    /// <summary>Where a home link is asked for addresses: duplicate address detection takes a second, and every first Binding Update waits for it.</summary>
    public static readonly TimeSpan BearableWithDetection = TimeSpan.FromSeconds(2);

    /// <summary>So many get in whatever happens: someone has to find out that answers are quick again.</summary>
    public const int Least = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly int _most = most;
    private readonly TimeSpan _bearable = bearable;
    private TimeSpan _quickest = TimeSpan.MaxValue;
    private DateTimeOffset _since;
    private DateTimeOffset _last;
    private int _answers;
    private bool _isFull;

    public int Limit { get; private set; } = most;

    /// <summary>A frame was answered.</summary>
    /// <param name="delay">Since it was let in.</param>
    public void Note(TimeSpan delay, DateTimeOffset now)
    {
        GoOn(now);
        _answers++;
        if (delay < _quickest) _quickest = delay;
        if (now - _since < Interval) return;
        if (_isFull || _quickest > _bearable) Limit = Math.Clamp((int)(_answers * (_bearable / (now - _since))), Math.Min(Least, _most), Limit);
        // What is let in now is felt only as much later as answers take: what takes half of what is bearable already grows in small steps.
        else Limit = Math.Min(_most, Limit + Math.Max(1, Limit / (_quickest < _bearable / 2 ? 4 : 16)));
        Restart(now);
    }

    /// <summary>A control node had no room for a frame: the next answers do not speak for those that it sheds.</summary>
    public void NoteFull(DateTimeOffset now)
    {
        GoOn(now);
        _isFull = true;
    }

    /// <summary>A pause of everything says nothing about the rate; neither does a clock that was set.</summary>
    private void GoOn(DateTimeOffset now)
    {
        if ((now - _last).Duration() >= Interval) Restart(now);
        _last = now;
    }

    private void Restart(DateTimeOffset now) => (_since, _answers, _quickest, _isFull) = (now, 0, TimeSpan.MaxValue, false);
}
