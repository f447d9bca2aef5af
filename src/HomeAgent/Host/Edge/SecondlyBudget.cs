namespace DsMip.HomeAgent.Edge;

/// <summary>So many for each key in every second; as many keys are remembered as were used in one. One thread.</summary>
/// <param name="each">Per key and second.</param>
internal sealed class SecondlyBudget<TKey>(int each) where TKey : notnull
{
    private readonly Dictionary<TKey, int> _taken = [];
    private long _second;

    /// <summary>How many are remembered.</summary>
    public int Keys => _taken.Count;

    public bool TryTake(TKey key, DateTimeOffset now)
    {
        if (!HasRoom(key, now)) return false;
        _taken[key] = _taken.GetValueOrDefault(key) + 1;
        return true;
    }

    /// <summary>Takes nothing, and remembers nothing.</summary>
    public bool HasRoom(TKey key, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second != _second)
        {
            _second = second;
            _taken.Clear();
        }
        return _taken.GetValueOrDefault(key) < each;
    }
}
