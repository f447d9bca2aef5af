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
        return entry.Networks is null ? entry : entry with { Networks = Held(entry, node, options) };
    }

    private static bool Holds(Ipv4HomeBinding ipv4, MobileNodeOptions node, HomeAgentOptions options) =>
        ipv4.Dynamic ? node.Ipv4HomeAddress is null && options.Ipv4Pool?.Contains(ipv4.Address) == true : node.Ipv4HomeAddress == ipv4.Address;

    private static MobileNetworks? Held(BindingCacheEntry entry, MobileNodeOptions node, HomeAgentOptions options) => MobileNetworks.Of(
        entry.Networks!.Ipv6.Where(prefix => node.Networks?.Ipv6.Contains(prefix) == true),
        entry.Networks.Ipv4.Where(prefix => entry.Ipv4PrefixLeased
            ? node.Networks is not { Ipv4.Count: > 0 } && options.Ipv4PrefixPools?.Contains(prefix) == true
            : node.Networks?.Ipv4.Contains(prefix) == true));
}
