using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>
/// What is routed to the edges beside the home prefixes (RFC 3963 6.3, RFC 5555 4.5): the blocks that mobile networks lie in, pools of IPv4 prefixes, and
/// configured prefixes outside of both. Routes do not come and go with bindings: packets for a network that is not bound end here.
/// </summary>
public static class MobileNetworkRoutes
{
    public static ImmutableArray<HomeBlock> Of(HomeAgentOptions options)
    {
        var blocks = options.MobileNetworkBlocks.AddRange((options.Ipv4PrefixPools?.Pools ?? []).Select(pool => new HomeBlock(pool)));
        return [.. blocks, .. options.MobileNodes.SelectMany(Networks).Where(network => !blocks.Any(network.IsInside))];
    }

    /// <summary>Of one mobile node.</summary>
    public static IEnumerable<HomeBlock> Networks(MobileNodeOptions node) => node.Networks is not { } networks
        ? []
        : networks.Ipv6.Select(prefix => new HomeBlock(prefix)).Concat(networks.Ipv4.Select(prefix => new HomeBlock(prefix)));

    /// <summary>
    /// A mobile router that is at home is a router of the home link, and its networks are behind its home addresses there (RFC 3963 6.5, the first way). Only
    /// those of the configuration: these routes do not follow the store, and without an IPv4 home address there is no next hop for IPv4.
    /// </summary>
    public static IEnumerable<(HomeBlock Network, IpAddress Router)> ByHomeLink(HomeAgentOptions options)
    {
        if (options.HomeLink is null) yield break;
        foreach (var node in options.MobileNodes)
        {
            foreach (var prefix in node.Networks?.Ipv6 ?? []) yield return (new HomeBlock(prefix), node.HomeAddress);
            if (node.Ipv4HomeAddress is not { } ipv4) continue;
            foreach (var prefix in node.Networks?.Ipv4 ?? []) yield return (new HomeBlock(prefix), ipv4);
        }
    }
}
