using System.Collections.Concurrent;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// IPv4 home address, or prefix of a mobile network, to binding. Such a thing can move from one binding to another (a lease that ended), and the two
/// bindings' versions cannot be compared: the claim made last wins, and when it goes the claim before it is served again if it still stands. So the
/// table does not end up empty when the news arrives out of order.
/// </summary>
internal sealed class ClaimIndex<T>(int capacity) where T : struct, IEquatable<T>
{
    private readonly ConcurrentDictionary<T, BindingRow> _rows = new(1, capacity);
    private readonly Dictionary<T, List<Ipv6Address>> _displaced = [];

    public bool TryGet(T claimed, out BindingRow row) => _rows.TryGetValue(claimed, out row!);

    /// <param name="renewed">The binding had it before: that is no new claim, and a displaced one stays displaced.</param>
    public void Claim(T claimed, BindingRow row, bool renewed)
    {
        if (_rows.TryGetValue(claimed, out var holder) && holder.Home.Ipv6 != row.Home.Ipv6)
        {
            if (renewed) return;
            Displace(claimed, holder.Home.Ipv6);
        }
        _rows[claimed] = row;
        Forget(claimed, row.Home.Ipv6);
    }

    /// <param name="find">The present row of a home address; null when there is none.</param>
    public void Release(T claimed, BindingRow row, Func<Ipv6Address, BindingRow?> find)
    {
        if (!_rows.TryGetValue(claimed, out var holder) || holder != row)
        {
            Forget(claimed, row.Home.Ipv6);
            return;
        }
        if (Successor(claimed, find) is { } successor) _rows[claimed] = successor;
        else _rows.TryRemove(claimed, out _);
    }

    private BindingRow? Successor(T claimed, Func<Ipv6Address, BindingRow?> find)
    {
        if (!_displaced.TryGetValue(claimed, out var homes)) return null;
        var row = find(homes[^1]);
        Forget(claimed, homes[^1]);
        return row;
    }

    private void Displace(T claimed, Ipv6Address home)
    {
        if (!_displaced.TryGetValue(claimed, out var homes)) _displaced[claimed] = homes = [];
        homes.Add(home);
    }

    private void Forget(T claimed, Ipv6Address home)
    {
        if (!_displaced.TryGetValue(claimed, out var homes)) return;
        homes.Remove(home);
        if (homes.Count == 0) _displaced.Remove(claimed);
    }
}
