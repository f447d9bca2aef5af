using System.Diagnostics.CodeAnalysis;

namespace DsMip.Tunnel;

/// <summary>A bounded dictionary: when it is full, the entry written least recently makes room. Not safe for concurrent use.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _nodes.TryGetValue(key, out var node);
        value = found ? node!.Value.Value : default;
        return found;
    }

    public void Put(TKey key, TValue value)
    {
        if (_nodes.TryGetValue(key, out var node)) _order.Remove(node);
        else if (_nodes.Count == capacity) node = TakeOldest();
        else node = new LinkedListNode<(TKey, TValue)>(default);
        node.Value = (key, value);
        _order.AddLast(node);
        _nodes[key] = node;
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node)) _order.Remove(node);
    }

    private LinkedListNode<(TKey Key, TValue Value)> TakeOldest()
    {
        var oldest = _order.First!;
        _order.RemoveFirst();
        _nodes.Remove(oldest.Value.Key);
        return oldest;
    }
}
