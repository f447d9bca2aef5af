using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>
/// Who has which home address of the pool: who came first (RFC 5026 9.2). charon proposes, by its pools; this is what counts. An identity has one address, and
/// an address one identity, until neither keys nor a binding have used it for the lease time.
/// </summary>
public sealed record HomeAddressLeases(ImmutableArray<HomeAddressLease> All)
{
    public static readonly HomeAddressLeases None = new([]);

    public HomeAddressLease? Of(string identity) => All.FirstOrDefault(lease => lease.Identity == identity);

    public HomeAddressLease? Of(Ipv6Address address) => All.FirstOrDefault(lease => lease.Address == address);

    /// <returns>Null: the address is another one's, or this one has another address.</returns>
    public HomeAddressLeases? Take(string identity, Ipv6Address address, DateTimeOffset now)
    {
        var (held, own) = (Of(address), Of(identity));
        if (held != own) return null;
        var lease = new HomeAddressLease(identity, address, now);
        return new(held is null ? All.Add(lease) : All.Replace(held, lease));
    }

    /// <param name="isUsed">Has keys, or is bound.</param>
    public HomeAddressLeases Used(Func<HomeAddressLease, bool> isUsed, DateTimeOffset now) =>
        new([.. All.Select(lease => isUsed(lease) ? lease with { LastUsed = now } : lease)]);

    /// <summary>The same leases, each used last at most so long before or after.</summary>
    public bool IsCloseTo(HomeAddressLeases other, TimeSpan difference) =>
        All.Length == other.All.Length
        && All.Zip(other.All, (a, b) => a with { LastUsed = b.LastUsed } == b && (a.LastUsed - b.LastUsed).Duration() < difference).All(close => close);

    public HomeAddressLeases WithoutExpired(TimeSpan leaseTime, DateTimeOffset now) => new([.. All.Where(lease => now - lease.LastUsed < leaseTime)]);
}
