using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// How many Binding Updates a control node decides and persists at the same time. Every edge has a window of its own, but nobody adds them up, and
/// a journal whose queue is full fails a whole batch of entities: what is too much is shed before it gets there. Thread-safe.
/// </summary>
/// <param name="limit">At most so many at once.</param>
public sealed class UpdatesUnderWay(int limit)
{
    /// <summary>Less than half of the journal's queue: entities that are woken write there too.</summary>
    public const int DefaultLimit = JournalConfiguration.QueueSize * 2 / 5;

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False: there are too many. True: <see cref="End"/> has to follow.</summary>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _count) <= limit) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void End() => Interlocked.Decrement(ref _count);
}
