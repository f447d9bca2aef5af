using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Dynamic IPv4 home addresses (RFC 5555 4.5). One address has one owner at any time, restarts included. A mobile node keeps its address
/// after its binding ended until somebody else needs it.
/// </summary>
public interface IIpv4LeaseStore
{
    /// <summary>What a binding of this home address may use now; null: nothing. An address that is only kept for its owner does not count.</summary>
    Ipv4Address? Find(Ipv6Address homeAddress);

    /// <summary>The address leased to a home address, a new one if it has none. Durable when the task completes.</summary>
    /// <returns>Null: the pool is exhausted.</returns>
    Task<Ipv4Address?> LeaseAsync(Ipv6Address homeAddress);

    /// <summary>For who names the address that it had: what is kept for it is in force again. Durable when the task completes.</summary>
    /// <returns>Null: nothing is kept for it (any more).</returns>
    Task<Ipv4Address?> RebindAsync(Ipv6Address homeAddress);

    /// <summary>The binding ended, or there never was one: the address may go to somebody else if the pool runs out.</summary>
    void Release(Ipv6Address homeAddress);

    /// <summary>Releases what no binding uses, for bindings that ended while nobody watched.</summary>
    /// <param name="users">Home addresses whose binding uses its lease.</param>
    void ReleaseAllExcept(IReadOnlySet<Ipv6Address> users);
}
