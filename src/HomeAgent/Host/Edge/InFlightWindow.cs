namespace DsMip.HomeAgent.Edge;

/// <summary>
/// How many frames are under way to entities, so that more than the journal can take are shed here. What got lost on the way is forgotten after a
/// few seconds, when its entity would not take it any more either. Thread-safe.
/// </summary>
public sealed class InFlightWindow(int limit)
{
    private const int Seconds = 4;
    private readonly Lock _gate = new();
    private readonly Bucket[] _buckets = new Bucket[Seconds];

    public bool TryEnter(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        lock (_gate)
        {
            if (Count(second) >= limit) return false;
            ref var bucket = ref _buckets[second % Seconds];
            if (bucket.Second != second) bucket = new Bucket(second, 0);
            bucket.Frames++;
            return true;
        }
    }

    /// <param name="entered">When the frame was let in.</param>
    public void Leave(DateTimeOffset entered)
    {
        var second = entered.ToUnixTimeSeconds();
        lock (_gate)
        {
            ref var bucket = ref _buckets[second % Seconds];
            if (bucket.Second == second && bucket.Frames > 0) bucket.Frames--;
        }
    }

    private int Count(long now)
    {
        var count = 0;
        foreach (var bucket in _buckets)
            if (now - bucket.Second < Seconds) count += bucket.Frames;
        return count;
    }

    private record struct Bucket(long Second, int Frames);
}
