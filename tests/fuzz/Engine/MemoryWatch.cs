namespace DsMip.Fuzz.Engine;

/// <summary>Managed memory in use after full collections, at regular intervals.</summary>
internal sealed class MemoryWatch
{
    /// <summary>What the corpus, lazily made tables and pools may take after the first interval, bytes.</summary>
    private const long Slack = 8 << 20;

    private readonly List<long> _bytes = [];

    public IReadOnlyList<long> Bytes => _bytes;

    public void Look() => _bytes.Add(GC.GetTotalMemory(forceFullCollection: true));

    /// <summary>Null: it does not grow. The first interval is the time in which everything is made that is made once.</summary>
    public string? Growth => _bytes.Count > 1 && _bytes[^1] > _bytes[0] + Slack ? string.Join(", ", _bytes.Select(bytes => $"{bytes / 1024} KB")) : null;
}
