using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// What of a stored binding still holds at an edge: the configuration may have changed since. Who leases what is the entities' affair; a lease is not
/// given to somebody else while a binding uses it.
/// </summary>
internal static class TunnelRevision
{
    /// <returns>Null: no tunnel.</returns>
    public static BindingCacheEntry? Revise(BindingCacheEntry entry, HomeAgentOptions options, IMobileNodeDirectory directory)
    {
        if (entry.Tunnel is not { } tunnel || !options.IsOurs(tunnel.Local) || !directory.TryFind(entry.HomeAddress, out var node)) return null;
        if (entry.Ipv4Home is { } ipv4 && !Holds(ipv4, node, options)) entry = entry with { Ipv4Home = null };
        return entry.Networks is { } networks ? entry with { Networks = Held(networks, node, options) } : entry;
    }

    private static bool Holds(Ipv4HomeBinding ipv4, MobileNodeOptions node, HomeAgentOptions options) =>
        ipv4.Dynamic ? node.Ipv4HomeAddress is null && options.Ipv4Pool?.Contains(ipv4.Address) == true : node.Ipv4HomeAddress == ipv4.Address;

    /// <summary>Those that the mobile node has, and an IPv4 prefix that it may have leased.</summary>
    public static MobileNetworks? Held(MobileNetworks bound, MobileNodeOptions node, HomeAgentOptions options) => MobileNetworks.Of(
        bound.Ipv6.Where(prefix => node.Networks?.Ipv6.Any(own => own.Contains(prefix)) == true),
        bound.Ipv4.Where(prefix => node.Networks is { Ipv4.Count: > 0 } own ? own.Ipv4.Contains(prefix) : options.Ipv4PrefixPools?.Contains(prefix) == true));
}
