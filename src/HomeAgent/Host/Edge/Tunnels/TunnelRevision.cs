using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;

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
        if (entry.Ipv4Home is not { } ipv4) return entry;
        var holds = ipv4.Dynamic ? node.Ipv4HomeAddress is null && options.Ipv4Pool?.Contains(ipv4.Address) == true : node.Ipv4HomeAddress == ipv4.Address;
        return holds ? entry : entry with { Ipv4Home = null };
    }
}
