using System.Data.Common;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Dynamic IPv4 home addresses, or IPv4 prefixes of mobile networks (RFC 5555 4.5); an address is a prefix of length 32. What is leased has one owner at
/// any time and overlaps nothing else that is leased, restarts and other nodes included. A mobile node keeps its lease after its binding ended until
/// somebody else needs it.
/// </summary>
/// <exception cref="DbException">From every task: the store does not answer.</exception>
public interface IIpv4LeaseStore : IAsyncDisposable
{
    /// <summary>What a binding of this home address may use now. An address that is only kept for its owner does not count.</summary>
    /// <returns>Null: nothing.</returns>
    Task<LeasedAddress?> FindAsync(Ipv6Address homeAddress);

    /// <summary>What all bindings may use now.</summary>
    Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>> InForceAsync(CancellationToken cancellation);

    /// <summary>What is leased to a home address, something new if it has nothing. Durable when the task completes.</summary>
    /// <param name="length">Of a new prefix, 1 to 32; it may come out longer if nothing so large is left. Where addresses are leased it does not matter.</param>
    /// <returns>Null: the pool is exhausted.</returns>
    Task<LeasedAddress?> LeaseAsync(Ipv6Address homeAddress, int length = 32);

    /// <summary>For who names the address that it had: what is kept for it is in force again. Durable when the task completes.</summary>
    /// <returns>Null: nothing is kept for it (any more).</returns>
    Task<LeasedAddress?> RebindAsync(Ipv6Address homeAddress);

    /// <summary>
    /// The binding ended, or there never was one: the address may go to somebody else if the pool runs out. Nothing happens if it was taken again
    /// meanwhile, by whatever node. Done some time later, in order.
    /// </summary>
    void Release(Ipv6Address homeAddress, LeasedAddress lease);

    /// <summary>Releases what no binding uses, for bindings that ended while nobody watched.</summary>
    /// <param name="users">Home addresses whose binding uses its lease, not older than ten minutes: what was taken since is left alone.</param>
    Task ReleaseAllExceptAsync(IReadOnlySet<Ipv6Address> users);
}

/// <param name="Number">Of this taking: the next one of the same address has a higher one.</param>
/// <param name="Length">32 for an address, else that of the prefix.</param>
public readonly record struct LeasedAddress(Ipv4Address Address, long Number, int Length = 32)
{
    public Ipv4Prefix Prefix => new(Address, Length);
}
