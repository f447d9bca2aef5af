using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Who has what of the pool. In memory; not thread-safe.</summary>
internal sealed class Ipv4LeaseTable(IIpv4LeaseSpace space)
{
    private readonly Dictionary<Ipv6Address, Ipv4Lease> _leases = [];
    private readonly LinkedList<Ipv6Address> _released = [];
    private long _number;

    public IEnumerable<Ipv4Lease> Leases => _leases.Values;

    public Ipv4Lease? Find(Ipv6Address home) => _leases.GetValueOrDefault(home);

    /// <returns>False: it is not ours to lease (any more).</returns>
    public bool TryRestore(Ipv4Lease lease)
    {
        if (_leases.ContainsKey(lease.HomeAddress) || !space.TryTake(lease.Prefix)) return false;
        _leases[lease.HomeAddress] = lease;
        if (!lease.Bound) _released.AddLast(lease.HomeAddress);
        return true;
    }

    /// <summary>A lease in force for a home address: its own, something free, or what was released longest ago.</summary>
    /// <param name="evicted">Whose leases ended by that.</param>
    public Ipv4Lease? Lease(Ipv6Address home, int length, out IReadOnlyList<Ipv4Lease> evicted)
    {
        var lost = new List<Ipv4Lease>();
        evicted = lost;
        if (Rebind(home) is { } own) return own;
        Ipv4Prefix prefix;
        while (!space.TryTakeFree(length, out prefix))
        {
            if (_released.First is not { } oldest) return null;
            lost.Add(Remove(oldest.Value));
        }
        return _leases[home] = new Ipv4Lease(home, prefix, Bound: true, ++_number);
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
        space.Free(lease!.Prefix);
        return lease;
    }
}

/// <param name="Bound">A binding uses it; otherwise it is kept for its owner only as long as nobody else needs it.</param>
/// <param name="Number">Of the taking, in this process.</param>
internal sealed record Ipv4Lease(Ipv6Address HomeAddress, Ipv4Prefix Prefix, bool Bound, long Number = 0);
