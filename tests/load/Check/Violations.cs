namespace DsMip.Load;

/// <summary>What is not as it should be, by kind.</summary>
public sealed class Violations
{
    private const int Examples = 5;
    private readonly SortedDictionary<string, (long Count, List<string> Examples)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Of all kinds.</summary>
    public long Count => _kinds.Values.Sum(kind => kind.Count);

    /// <summary>One line a kind: its name, how often, and up to five examples.</summary>
    public IEnumerable<string> Lines =>
        _kinds.Select(kind => $"{kind.Key}: {kind.Value.Count}, such as {string.Join("; ", kind.Value.Examples)}");

    /// <summary>How often one kind was found.</summary>
    public long Of(string kind) => _kinds.TryGetValue(kind, out var found) ? found.Count : 0;

    public void Add(string kind, string example)
    {
        var (count, examples) = _kinds.TryGetValue(kind, out var found) ? found : (0, []);
        if (examples.Count < Examples) examples.Add(example);
        _kinds[kind] = (count + 1, examples);
    }
}
