using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>Leases by their addresses.</summary>
internal static class Leases
{
    public static async Task<Ipv4Address?> TakeAsync(this IIpv4LeaseStore leases, Ipv6Address home) => (await leases.LeaseAsync(home))?.Address;

    public static async Task<Ipv4Address?> TakeAgainAsync(this IIpv4LeaseStore leases, Ipv6Address home) => (await leases.RebindAsync(home))?.Address;

    public static async Task<Ipv4Address?> AddressAsync(this IIpv4LeaseStore leases, Ipv6Address home) => (await leases.InForceAsync(default)).TryGetValue(home, out var address) ? address.Address : null;

    /// <summary>Releases what a home address has, and waits until it is so.</summary>
    public static async Task FreeAsync(this IIpv4LeaseStore leases, Ipv6Address home)
    {
        leases.Release(home, (await leases.RebindAsync(home))!.Value);
        await Eventually.Is(async () => !(await leases.InForceAsync(default)).ContainsKey(home));
    }
}
