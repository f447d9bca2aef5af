namespace DsMip.HomeAgent.Edge;

/// <summary>So many for each key in every second; as many keys are remembered as were used in one. One thread.</summary>
/// <param name="each">Per key and second.</param>
internal sealed class SecondlyBudget<TKey>(int each) where TKey : notnull
{
    private readonly Dictionary<TKey, int> _taken = [];
    private long _second;

    public bool TryTake(TKey key, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second != _second)
        {
            _second = second;
            _taken.Clear();
        }
        var taken = _taken.GetValueOrDefault(key);
        if (taken >= each) return false;
        _taken[key] = taken + 1;
        return true;
    }
}
