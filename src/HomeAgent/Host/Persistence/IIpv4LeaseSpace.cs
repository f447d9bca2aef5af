using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>What there is to be leased, and what of it is taken. In memory; not thread-safe.</summary>
internal interface IIpv4LeaseSpace
{
    /// <returns>False: it is not there to be leased, or something of it is taken.</returns>
    bool TryTake(Ipv4Prefix prefix);

    /// <param name="length">That is wanted, 1 to 32.</param>
    /// <returns>False: nothing suitable is free.</returns>
    bool TryTakeFree(int length, out Ipv4Prefix prefix);

    void Free(Ipv4Prefix prefix);
}

/// <summary>Single addresses, whatever length is wanted.</summary>
/// <param name="reserved">Addresses of the pool that are provisioned and never leased.</param>
internal sealed class Ipv4AddressLeases(Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved) : IIpv4LeaseSpace
{
    private const int SingleAddress = 32;
    private readonly HashSet<Ipv4Address> _inUse = [.. reserved.Where(pool.Contains)];
    private Ipv4Address _last;

    public bool TryTake(Ipv4Prefix prefix) => prefix.Length == SingleAddress && pool.Contains(prefix.Address) && _inUse.Add(prefix.Address);

    public bool TryTakeFree(int length, out Ipv4Prefix prefix)
    {
        prefix = default;
        if (_inUse.Count >= pool.Size || !pool.TryNextFree(_inUse, _last, out var address)) return false;
        _last = address;
        prefix = new Ipv4Prefix(address, SingleAddress);
        return _inUse.Add(address);
    }

    public void Free(Ipv4Prefix prefix) => _inUse.Remove(prefix.Address);
}

/// <summary>Prefixes of the length that is wanted, or longer ones.</summary>
internal sealed class Ipv4PrefixLeases(Ipv4PrefixPools pools) : IIpv4LeaseSpace
{
    private readonly Ipv4PrefixSpace _space = new(pools);

    public bool TryTake(Ipv4Prefix prefix) => _space.TryTake(prefix);

    public bool TryTakeFree(int length, out Ipv4Prefix prefix) => _space.TryTakeFree(length, out prefix);

    public void Free(Ipv4Prefix prefix) => _space.Free(prefix);
}
