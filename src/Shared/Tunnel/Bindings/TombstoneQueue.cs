namespace DsMip.Tunnel;

/// <summary>Tombstones in the order in which they were made, so that the oldest can be forgotten when there are too many.</summary>
internal sealed class TombstoneQueue(int capacity)
{
    private readonly Queue<BindingRow> _rows = new();

    /// <summary>Adds one and answers the one to forget, or null.</summary>
    public BindingRow? Add(BindingRow tombstone)
    {
        _rows.Enqueue(tombstone);
        return _rows.Count > capacity ? _rows.Dequeue() : null;
    }
}
