namespace DsMip.HomeAgent.Actors;

/// <summary>A line a minute for each peer that is refused: it tries again and again, and the log is not written by whoever connects. Thread-safe.</summary>
/// <param name="capacity">So many peers at most have a line within a minute.</param>
internal sealed class RefusalLines(int capacity = 256)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (TimeSpan Since, long Withheld)> _peers = new(StringComparer.Ordinal);

    /// <param name="peer">Address and port; the port is a new one each time, and does not count.</param>
    /// <param name="now">By a clock that only goes forward.</param>
    /// <param name="withheld">How often it was refused since its last line without one.</param>
    public bool TryTake(string peer, TimeSpan now, out long withheld)
    {
        var host = peer.LastIndexOf(':') is > 0 and var colon ? peer[..colon] : peer;
        lock (_gate)
        {
            withheld = 0;
            if (_peers.TryGetValue(host, out var known) && now - known.Since < Pause)
            {
                _peers[host] = known with { Withheld = known.Withheld + 1 };
                return false;
            }
            if (_peers.Count >= capacity) Forget(now);
            if (_peers.Count >= capacity && !_peers.ContainsKey(host)) return false;
            withheld = known.Withheld;
            _peers[host] = (now, 0);
            return true;
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (host, known) in _peers)
            if (now - known.Since >= Pause) _peers.Remove(host);
    }
}
