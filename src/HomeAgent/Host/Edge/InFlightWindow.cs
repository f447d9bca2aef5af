using DsMip.HomeAgent.Actors;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// How many frames are under way to entities, so that more than the journal can take are shed here, and so that nobody takes the room of all the
/// others by sending under one SPI. What got lost on the way is forgotten after a few seconds, when its entity would not take it any more either.
/// When answers become slow fewer are let in (<see cref="AnswerDelay"/>). Thread-safe; remembers at most as many home addresses as frames.
/// </summary>
/// <param name="limit">Of all frames, at most.</param>
/// <param name="limitOfOne">Of frames for one home address.</param>
/// <param name="bearable">How long answers may take before fewer are let in; null: the usual.</param>
public sealed class InFlightWindow(int limit, int limitOfOne, TimeSpan? bearable = null)
{
    private const int Seconds = 4;
    private readonly Lock _gate = new();
    private readonly AnswerDelay _delay = new(limit, bearable ?? AnswerDelay.Bearable);
    private readonly Bucket[] _buckets = [.. Enumerable.Range(0, Seconds).Select(_ => new Bucket())];

    public bool TryEnter(Ipv6Address home, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        lock (_gate)
        {
            if (!HasRoom(home, second)) return false;
            _buckets[second % Seconds].Enter(home, second);
            return true;
        }
    }

    /// <param name="entered">When the frame was let in.</param>
    public void Leave(Ipv6Address home, DateTimeOffset entered)
    {
        var second = entered.ToUnixTimeSeconds();
        lock (_gate) _buckets[second % Seconds].Leave(home, second);
    }

    /// <summary><see cref="Leave"/>, and the time that it took says how many more are let in.</summary>
    /// <param name="entered">When the frame was let in.</param>
    public void Answered(Ipv6Address home, DateTimeOffset entered, DateTimeOffset now)
    {
        lock (_gate)
        {
            _delay.Note(now - entered, now);
            _buckets[entered.ToUnixTimeSeconds() % Seconds].Leave(home, entered.ToUnixTimeSeconds());
        }
    }

    /// <summary><see cref="Leave"/>, and nothing about time: a drop takes none.</summary>
    public void Ended(FrameDropped dropped, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (dropped.NoRoom) _delay.NoteFull(now);
            _buckets[dropped.Received.ToUnixTimeSeconds() % Seconds].Leave(dropped.HomeAddress, dropped.Received.ToUnixTimeSeconds());
        }
    }

    private bool HasRoom(Ipv6Address home, long now)
    {
        var (all, own) = (0, 0);
        foreach (var bucket in _buckets)
        {
            // A second yet to come is from before the clock was put back: who would wait for it would wait for ever.
            if (now - bucket.Second is < 0 or >= Seconds) continue;
            all += bucket.Frames;
            own += bucket.FramesFor(home);
        }
        return all < _delay.Limit && own < limitOfOne;
    }

    /// <summary>The frames that were let in within one second.</summary>
    private sealed class Bucket
    {
        private readonly Dictionary<Ipv6Address, int> _frames = [];

        public long Second { get; private set; }

        public int Frames { get; private set; }

        public int FramesFor(Ipv6Address home) => _frames.GetValueOrDefault(home);

        public void Enter(Ipv6Address home, long second)
        {
            if (Second != second) Reset(second);
            Frames++;
            _frames[home] = FramesFor(home) + 1;
        }

        public void Leave(Ipv6Address home, long second)
        {
            if (Second != second || !_frames.Remove(home, out var count)) return;
            Frames--;
            if (count > 1) _frames[home] = count - 1;
        }

        private void Reset(long second)
        {
            (Second, Frames) = (second, 0);
            _frames.Clear();
        }
    }
}
