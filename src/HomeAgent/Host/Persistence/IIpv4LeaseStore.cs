using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Dynamic IPv4 home addresses (RFC 5555 4.5). One address has one owner at any time, restarts included. A mobile node keeps its address
/// after its binding ended until somebody else needs it.
/// </summary>
public interface IIpv4LeaseStore
{
    /// <summary>What is leased to a home address now; null: nothing.</summary>
    Ipv4Address? Find(Ipv6Address homeAddress);

    /// <summary>The address leased to a home address, a new one if it has none. Durable when the task completes.</summary>
    /// <returns>Null: the pool is exhausted.</returns>
    Task<Ipv4Address?> LeaseAsync(Ipv6Address homeAddress);

    /// <summary>The binding ended: the address may go to somebody else if the pool runs out.</summary>
    void Release(Ipv6Address homeAddress);

    /// <summary>Releases what is leased to mobile nodes that have no binding, for those whose binding ended while nobody watched.</summary>
    void ReleaseAllExcept(IReadOnlySet<Ipv6Address> bound);
}
