using System.Collections.Concurrent;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Path MTUs that errors from inside tunnels reported, by far end (RFC 1191, RFC 8201). Bounded; each report ages, so that a path that became
/// wider is tried again. Reading takes no lock and allocates nothing.
/// </summary>
/// <param name="linkMtu">MTU of our own link, bytes: the path MTU of whoever nobody complained about.</param>
/// <param name="capacity">Reports kept; when there are more that have not aged, all are forgotten and paths are measured afresh.</param>
public sealed class PathMtuTable(int linkMtu = 1500, int capacity = 65_536)
{
    /// <summary>RFC 1191 6.3, RFC 8201 4: ten minutes.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<IpAddress, Report> _reports = new();
    private int _count;

    /// <summary>Largest outer packet to this far end, bytes.</summary>
    public int Find(IpAddress remote, DateTimeOffset now) =>
        Volatile.Read(ref _count) != 0 && _reports.TryGetValue(remote, out var report) && now.UtcTicks < report.Expires
            ? Math.Min(report.PathMtu, linkMtu)
            : linkMtu;

    /// <summary>A router on the path reported this MTU. It never rises by a report.</summary>
    public void Lower(IpAddress remote, int pathMtu, DateTimeOffset now)
    {
        if (pathMtu >= Find(remote, now)) return;
        if (Volatile.Read(ref _count) >= capacity && !_reports.ContainsKey(remote)) MakeRoom(now);
        var report = new Report(pathMtu, (now + Age).UtcTicks);
        if (_reports.TryAdd(remote, report)) Interlocked.Increment(ref _count);
        else _reports[remote] = report;
    }

    /// <summary>What has aged goes first.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var report in _reports)
            if (now.UtcTicks >= report.Value.Expires && _reports.TryRemove(report)) Interlocked.Decrement(ref _count);
        if (Volatile.Read(ref _count) < capacity) return;
        _reports.Clear();
        Volatile.Write(ref _count, 0);
    }

    private readonly record struct Report(int PathMtu, long Expires);
}
