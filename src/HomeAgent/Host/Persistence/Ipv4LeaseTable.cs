using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Who has which address of the pool. In memory; not thread-safe.</summary>
/// <param name="reserved">Addresses of the pool that are provisioned and never leased.</param>
internal sealed class Ipv4LeaseTable(Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved)
{
    private readonly Dictionary<Ipv6Address, Ipv4Lease> _leases = [];
    private readonly HashSet<Ipv4Address> _inUse = [.. reserved.Where(pool.Contains)];
    private readonly LinkedList<Ipv6Address> _released = [];
    private Ipv4Address _last;
    private long _number;

    public IEnumerable<Ipv4Lease> Leases => _leases.Values;

    public Ipv4Lease? Find(Ipv6Address home) => _leases.GetValueOrDefault(home);

    /// <returns>False: the address is not ours to lease (any more).</returns>
    public bool TryRestore(Ipv4Lease lease)
    {
        if (!pool.Contains(lease.Address) || _leases.ContainsKey(lease.HomeAddress) || !_inUse.Add(lease.Address)) return false;
        _leases[lease.HomeAddress] = lease;
        if (!lease.Bound) _released.AddLast(lease.HomeAddress);
        return true;
    }

    /// <summary>A lease in force for a home address: its own, a free address, or the one released longest ago.</summary>
    /// <param name="evicted">Whose lease ended by that, or null.</param>
    public Ipv4Lease? Lease(Ipv6Address home, out Ipv4Lease? evicted)
    {
        evicted = null;
        if (Rebind(home) is { } own) return own;
        if (!TryTakeFree(out var address))
        {
            if (_released.First is not { } oldest) return null;
            evicted = Remove(oldest.Value);
            address = evicted.Address;
            _inUse.Add(address);
        }
        return _leases[home] = new Ipv4Lease(home, address, Bound: true, ++_number);
    }

    /// <summary>The lease of a home address, in force (again); null if it has none.</summary>
    public Ipv4Lease? Rebind(Ipv6Address home)
    {
        if (!_leases.TryGetValue(home, out var lease)) return null;
        if (!lease.Bound) _released.Remove(home);
        return _leases[home] = lease with { Bound = true, Number = ++_number };
    }

    /// <param name="number">Of the taking that ends; the lease stays if it was taken again since.</param>
    public Ipv4Lease? Release(Ipv6Address home, long number)
    {
        if (!_leases.TryGetValue(home, out var lease) || !lease.Bound || lease.Number != number) return null;
        _released.AddLast(home);
        return _leases[home] = lease with { Bound = false };
    }

    public Ipv4Lease Remove(Ipv6Address home)
    {
        _leases.Remove(home, out var lease);
        _released.Remove(home);
        _inUse.Remove(lease!.Address);
        return lease;
    }

    private bool TryTakeFree(out Ipv4Address address)
    {
        address = default;
        if (_inUse.Count >= pool.Size || !pool.TryNextFree(_inUse, _last, out address)) return false;
        _last = address;
        return _inUse.Add(address);
    }
}

/// <param name="Bound">A binding uses it; otherwise it is kept for its owner only as long as nobody else needs it.</param>
/// <param name="Number">Of the taking, in this process.</param>
internal sealed record Ipv4Lease(Ipv6Address HomeAddress, Ipv4Address Address, bool Bound, long Number = 0);
