using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>What of a stored binding still holds: between two starts the configuration may have changed, and a lease may have gone to somebody else.</summary>
internal static class BindingRevision
{
    /// <param name="leased">What is leased to it now.</param>
    /// <returns>Null: the mobile node is not ours any more. Without tunnel, deregistered: only the sequence number still counts.</returns>
    public static BindingCacheEntry? Revise(BindingCacheEntry entry, HomeAgentOptions options, IMobileNodeDirectory directory, LeasedHome leased)
    {
        if (!directory.TryFind(entry.HomeAddress, out var node)) return null;
        var revised = entry.Tunnel is { } tunnel && !options.IsOurs(tunnel.Local) ? entry with { Deregistered = true } : entry;
        if (revised.Ipv4Home is { } ipv4 && !Holds(ipv4, node, leased.Address)) revised = revised with { Ipv4Home = null };
        return revised.Networks is { } networks ? revised with { Networks = Held(networks, revised.Ipv4PrefixLeased, node, leased.Prefix) } : revised;
    }

    /// <summary>The binding uses an address that is leased to it.</summary>
    public static bool UsesLease(BindingCacheEntry? entry) => entry is { Deregistered: false, Ipv4Home.Dynamic: true };

    /// <summary>The binding uses an IPv4 prefix that is leased to it.</summary>
    public static bool UsesPrefixLease(BindingCacheEntry? entry) => entry is { Deregistered: false, Ipv4PrefixLeased: true, Networks: { Ipv4.Count: > 0 } };

    /// <summary>What the binding uses of what is leased.</summary>
    public static LeasedHome LeasesOf(BindingCacheEntry entry) => new(
        UsesLease(entry) ? entry.Ipv4Home!.Address : null, UsesPrefixLease(entry) ? entry.Networks!.Ipv4[0] : null);

    private static MobileNetworks? Held(MobileNetworks bound, bool areLeased, MobileNodeOptions node, Ipv4Prefix? leased) => MobileNetworks.Of(
        bound.Ipv6.Where(prefix => node.Networks?.Ipv6.Any(own => own.Contains(prefix)) == true),
        bound.Ipv4.Where(prefix => areLeased ? node.Networks is not { Ipv4.Count: > 0 } && leased == prefix : node.Networks?.Ipv4.Contains(prefix) == true));

    private static bool Holds(Ipv4HomeBinding ipv4, MobileNodeOptions node, Ipv4Address? leased) => ipv4.Dynamic
        ? node.Ipv4HomeAddress is null && leased == ipv4.Address
        : node.Ipv4HomeAddress == ipv4.Address;
}
