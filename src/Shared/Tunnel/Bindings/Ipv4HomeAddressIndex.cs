using System.Collections.Concurrent;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// IPv4 home address to binding. An IPv4 home address can move from one binding to another (a lease that ended), and the two bindings'
/// versions cannot be compared: the claim made last wins, and when it goes the claim before it is served again if it still stands. So the
/// table does not end up empty when the news arrives out of order.
/// </summary>
internal sealed class Ipv4HomeAddressIndex(int capacity)
{
    private readonly ConcurrentDictionary<Ipv4Address, BindingRow> _rows = new(1, capacity);
    private readonly Dictionary<Ipv4Address, List<Ipv6Address>> _displaced = [];

    public bool TryGet(Ipv4Address address, out BindingRow row) => _rows.TryGetValue(address, out row!);

    /// <param name="renewed">The binding had this address before: that is no new claim, and a displaced one stays displaced.</param>
    public void Claim(BindingRow row, bool renewed)
    {
        if (!row.Home.HasIpv4) return;
        var address = row.Home.Ipv4;
        if (_rows.TryGetValue(address, out var holder) && holder.Home.Ipv6 != row.Home.Ipv6)
        {
            if (renewed) return;
            Displace(address, holder.Home.Ipv6);
        }
        _rows[address] = row;
        Forget(address, row.Home.Ipv6);
    }

    /// <param name="find">The present row of a home address; null when there is none.</param>
    public void Release(BindingRow row, Func<Ipv6Address, BindingRow?> find)
    {
        if (!row.Home.HasIpv4) return;
        var address = row.Home.Ipv4;
        if (!_rows.TryGetValue(address, out var holder) || holder != row)
        {
            Forget(address, row.Home.Ipv6);
            return;
        }
        if (Successor(address, find) is { } successor) _rows[address] = successor;
        else _rows.TryRemove(address, out _);
    }

    private BindingRow? Successor(Ipv4Address address, Func<Ipv6Address, BindingRow?> find)
    {
        if (!_displaced.TryGetValue(address, out var homes)) return null;
        var row = find(homes[^1]);
        Forget(address, homes[^1]);
        return row;
    }

    private void Displace(Ipv4Address address, Ipv6Address home)
    {
        if (!_displaced.TryGetValue(address, out var homes)) _displaced[address] = homes = [];
        homes.Add(home);
    }

    private void Forget(Ipv4Address address, Ipv6Address home)
    {
        if (!_displaced.TryGetValue(address, out var homes)) return;
        homes.Remove(home);
        if (homes.Count == 0) _displaced.Remove(address);
    }
}
