using Akka.Actor;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Keeps acknowledgements until every edge has confirmed the batch with their tunnel. The edge that an acknowledgement leaves by is not waited for: it
/// gets the tunnel with it. An edge that was silent for longer than a bound holds nobody up until it confirms in time again, provided that the
/// acknowledgement's own edge does confirm: if neither does it may be this node that is cut off. An edge that has never confirmed anything is waited for
/// for longer, since a connection to it is still being made. Not thread-safe.
/// </summary>
/// <param name="bound">For edges that have confirmed something before.</param>
/// <param name="patience">For those that have not; and no acknowledgement waits longer for whatever reason.</param>
/// <param name="release">Is given each acknowledgement once, and whether all edges had confirmed.</param>
internal sealed class ConfirmationBarrier(TimeSpan bound, TimeSpan patience, Action<Acknowledge, bool> release)
{
    private readonly Dictionary<long, Batch> _batches = [];
    private readonly Queue<Batch> _order = new();
    private readonly HashSet<ActorPath> _silent = [];
    private readonly HashSet<ActorPath> _acquainted = [];
    private HashSet<ActorPath> _edges = [];
    private List<Acknowledge> _collected = [];

    /// <summary>Edges that are there and not waited for.</summary>
    public int Silent => _silent.Count;

    /// <summary>From now on these edges are there. Who is gone is not waited for; who is new has nothing to confirm yet.</summary>
    public void Know(IEnumerable<ActorPath> edges)
    {
        _edges = [.. edges];
        _silent.IntersectWith(_edges);
        _acquainted.IntersectWith(_edges);
        foreach (var batch in _order) batch.Unconfirmed.IntersectWith(_edges);
        ReleaseAll();
    }

    /// <summary>Its tunnel belongs to the batch that is being collected. If there is no other edge it is released at once.</summary>
    public void Add(Acknowledge acknowledgement)
    {
        if (_edges.Any(edge => !IsOwn(edge, acknowledgement))) _collected.Add(acknowledgement);
        else release(acknowledgement, true);
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

    /// <param name="number">Of a batch; any other says that the edge can be heard.</param>
    public void Confirm(long number, ActorPath edge)
    {
        if (_edges.Contains(edge)) _acquainted.Add(edge);
        if (!_batches.TryGetValue(number, out var batch) || !batch.Unconfirmed.Remove(edge)) return;
        _silent.Remove(edge);
        ReleaseFrom(batch);
        if (batch.Unconfirmed.Count == 0) _batches.Remove(number);
    }

    /// <summary>Ends the waiting for edges that take too long.</summary>
    /// <returns>When to look again; null: nothing is under way.</returns>
    public TimeSpan? Expire(TimeSpan now)
    {
        foreach (var batch in _order.TakeWhile(batch => now - batch.Since >= bound))
            _silent.UnionWith(batch.Unconfirmed.Where(edge => _acquainted.Contains(edge) || now - batch.Since >= patience));
        ReleaseAll();
        while (_order.TryPeek(out var oldest) && IsOver(oldest, now - oldest.Since))
        {
            _order.Dequeue();
            _batches.Remove(oldest.Number);
            foreach (var acknowledgement in oldest.Waiting) release(acknowledgement, false);
        }
        if (!_order.TryPeek(out var next)) return null;
        var rest = next.Since + bound - now;
        return rest > TimeSpan.Zero ? rest : bound;
    }

    private bool IsOver(Batch batch, TimeSpan age) => batch.Unconfirmed.Count == 0 || (batch.Waiting.Count == 0 && age >= bound) || age >= patience;

    private void ReleaseAll()
    {
        foreach (var batch in _order) ReleaseFrom(batch);
    }

    private void ReleaseFrom(Batch batch)
    {
        // As a rule one edge is left at most, so that the rest is done once or twice for a batch.
        if (batch.Waiting.Count == 0 || batch.Unconfirmed.Count(edge => !_silent.Contains(edge)) > 1) return;
        batch.Waiting.RemoveAll(acknowledgement =>
        {
            var isConfirmed = batch.Unconfirmed.All(edge => IsOwn(edge, acknowledgement));
            if (!isConfirmed && batch.Unconfirmed.Any(edge => IsOwn(edge, acknowledgement) || !_silent.Contains(edge))) return false;
            release(acknowledgement, isConfirmed);
            return true;
        });
    }

    private static bool IsOwn(ActorPath edge, Acknowledge acknowledgement) => edge.Equals(acknowledgement.Edge.Path);

    private sealed record Batch(long Number, TimeSpan Since, HashSet<ActorPath> Unconfirmed, List<Acknowledge> Waiting);
}
