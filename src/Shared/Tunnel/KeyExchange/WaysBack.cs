namespace DsMip.Tunnel;

/// <summary>The ways back to one home address, one for each IKE SA, the latest first; when there are too many, the last goes.</summary>
internal sealed class WaysBack(int capacity)
{
    private readonly List<(ulong Spi, Ingress Way, DateTimeOffset Used)> _ways = new(capacity);

    public void Note(ulong spi, in Ingress way, DateTimeOffset now)
    {
        var known = _ways.FindIndex(other => other.Spi == spi);
        if (known >= 0) _ways.RemoveAt(known);
        else if (_ways.Count == capacity) _ways.RemoveAt(capacity - 1);
        _ways.Insert(0, (spi, way, now));
    }

    public void Forget(ulong spi) => _ways.RemoveAll(other => other.Spi == spi);

    public bool TryFind(ulong spi, DateTimeOffset now, TimeSpan lifetime, out Ingress way)
    {
        var known = _ways.Find(other => other.Spi == spi);
        way = known.Way;
        return known.Spi == spi && now - known.Used < lifetime;
    }
}
