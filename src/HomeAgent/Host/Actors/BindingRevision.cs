using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>What of a stored binding still holds: between two starts the configuration may have changed, and a lease may have gone to somebody else.</summary>
internal static class BindingRevision
{
    /// <param name="leased">The dynamic IPv4 home address that is leased to it now; null: none.</param>
    /// <returns>Null: the mobile node is not ours any more. Without tunnel, deregistered: only the sequence number still counts.</returns>
    public static BindingCacheEntry? Revise(BindingCacheEntry entry, HomeAgentOptions options, IMobileNodeDirectory directory, Ipv4Address? leased)
    {
        if (!directory.TryFind(entry.HomeAddress, out var node)) return null;
        var revised = entry.Tunnel is { } tunnel && !options.IsOurs(tunnel.Local) ? entry with { Deregistered = true } : entry;
        return revised.Ipv4Home is { } ipv4 && !Holds(ipv4, node, leased) ? revised with { Ipv4Home = null } : revised;
    }

    /// <summary>The binding uses an address that is leased to it.</summary>
    public static bool UsesLease(BindingCacheEntry? entry) => entry is { Deregistered: false, Ipv4Home.Dynamic: true };

    private static bool Holds(Ipv4HomeBinding ipv4, MobileNodeOptions node, Ipv4Address? leased) => ipv4.Dynamic
        ? node.Ipv4HomeAddress is null && leased == ipv4.Address
        : node.Ipv4HomeAddress == ipv4.Address;
}
