using Akka.Actor;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Keeps acknowledgements until every edge has confirmed the batch with their tunnel. The edge that an acknowledgement leaves by is not waited for: it
/// gets the tunnel with it. Nobody waits longer than a bound, and an edge that was silent for that long holds nobody up until it confirms in time
/// again. Not thread-safe.
/// </summary>
/// <param name="release">Is given each acknowledgement once, and whether all edges had confirmed.</param>
internal sealed class ConfirmationBarrier(TimeSpan bound, Action<Acknowledge, bool> release)
{
    private readonly Dictionary<long, Batch> _batches = [];
    private readonly Queue<Batch> _order = new();
    private readonly HashSet<ActorPath> _silent = [];
    private HashSet<ActorPath> _edges = [];
    private List<Acknowledge> _collected = [];

    /// <summary>Edges that are there and not waited for.</summary>
    public int Silent => _silent.Count;

    /// <summary>From now on these edges are there. Who is gone is not waited for; who is new has nothing to confirm yet.</summary>
    public void Know(IEnumerable<ActorPath> edges)
    {
        _edges = [.. edges];
        _silent.IntersectWith(_edges);
        foreach (var batch in _order) batch.Unconfirmed.IntersectWith(_edges);
        ReleaseAll();
    }

    /// <summary>Its tunnel belongs to the batch that is being collected. If there is nobody to wait for it is released at once.</summary>
    public void Add(Acknowledge acknowledgement)
    {
        if (_edges.Any(edge => IsAwaited(edge, acknowledgement))) _collected.Add(acknowledgement);
        else Release(acknowledgement, _edges);
    }

    /// <summary>The batch that was being collected is on its way.</summary>
    /// <param name="now">By a clock that only goes forward.</param>
    public void Sent(long number, TimeSpan now)
    {
        var batch = new Batch(number, now, [.. _edges], _collected);
        _collected = [];
        _batches.Add(number, batch);
        _order.Enqueue(batch);
        // Edges may have gone while it was collected.
        ReleaseFrom(batch);
    }

    public void Confirm(long number, ActorPath edge)
    {
        if (!_batches.TryGetValue(number, out var batch) || !batch.Unconfirmed.Remove(edge)) return;
        _silent.Remove(edge);
        ReleaseFrom(batch);
        if (batch.Unconfirmed.Count == 0) _batches.Remove(number);
    }

    /// <summary>Ends the waiting for batches that are too old.</summary>
    /// <returns>When to look again; null: nothing is under way.</returns>
    public TimeSpan? Expire(TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && (oldest.Unconfirmed.Count == 0 || now - oldest.Since >= bound))
        {
            _order.Dequeue();
            _batches.Remove(oldest.Number);
            _silent.UnionWith(oldest.Unconfirmed);
            foreach (var acknowledgement in oldest.Waiting) Release(acknowledgement, oldest.Unconfirmed);
        }
        ReleaseAll();
        return _order.TryPeek(out var next) ? next.Since + bound - now : null;
    }

    private void ReleaseAll()
    {
        foreach (var batch in _order) ReleaseFrom(batch);
    }

    private void ReleaseFrom(Batch batch)
    {
        if (batch.Waiting.Count == 0 || batch.Unconfirmed.Count(edge => !_silent.Contains(edge)) > 1) return;
        // As a rule one edge is left at most, so that this is done once or twice for a batch.
        batch.Waiting.RemoveAll(acknowledgement =>
        {
            if (batch.Unconfirmed.Any(edge => IsAwaited(edge, acknowledgement))) return false;
            Release(acknowledgement, batch.Unconfirmed);
            return true;
        });
    }

    private void Release(Acknowledge acknowledgement, HashSet<ActorPath> unconfirmed) =>
        release(acknowledgement, unconfirmed.All(edge => edge.Equals(acknowledgement.Edge.Path)));

    private bool IsAwaited(ActorPath edge, Acknowledge acknowledgement) => !_silent.Contains(edge) && !edge.Equals(acknowledgement.Edge.Path);

    private sealed record Batch(long Number, TimeSpan Since, HashSet<ActorPath> Unconfirmed, List<Acknowledge> Waiting);
}
