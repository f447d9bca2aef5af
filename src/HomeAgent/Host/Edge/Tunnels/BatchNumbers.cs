namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Which batches an edge has seen. It only says whether something is missing: what a batch contains is applied in any case, the versions of tunnels
/// take care of the order. Not thread-safe.
/// </summary>
/// <param name="capacity">So many sources are remembered; the one that was silent for longest is forgotten first, and is unknown when it speaks again.</param>
internal sealed class BatchNumbers(int capacity = 256)
{
    private readonly Dictionary<long, (long Last, long Heard)> _sources = [];
    private long _heard;

    /// <returns>What is missing before this batch, as far as it can be told.</returns>
    public Missing Note(TunnelBatch batch)
    {
        var isKnown = _sources.TryGetValue(batch.Source, out var known);
        if (!isKnown && _sources.Count >= capacity) Forget();
        _sources[batch.Source] = (Math.Max(known.Last, batch.Number), ++_heard);
        // Even if it is its first: what the source had collected before it started anew is nowhere. It is not known to be lost, though.
        if (!isKnown) return new Missing(IsUnknownSource: true, 0);
        var expected = batch.Changes.IsEmpty ? known.Last : known.Last + 1;
        return new Missing(IsUnknownSource: false, Math.Max(0, batch.Number - expected));
    }

    private void Forget() => _sources.Remove(_sources.MinBy(source => source.Value.Heard).Key);
}

/// <param name="IsUnknownSource">Nothing was heard of it before: what it sent to others is unknown.</param>
/// <param name="Batches">So many numbers were left out.</param>
internal readonly record struct Missing(bool IsUnknownSource, long Batches)
{
    public bool Anything => IsUnknownSource || Batches > 0;
}
