using System.Collections.Immutable;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Which addresses are the home agent's affair.</summary>
internal sealed class HomeNetwork(HomeAgentOptions options)
{
    private readonly ImmutableArray<HomeBlock> _networks = MobileNetworkRoutes.Of(options);
    private readonly ImmutableArray<HomeBlock> _networksAtHome = [.. MobileNetworkRoutes.ByHomeLink(options).Select(one => one.Network)];

    public bool HasHomeLink { get; } = options.HomeLink is not null;

    public bool IsHomeAgent(IpAddress address) => address == options.HomeAgentAddress;

    /// <summary>In a mobile network, or where one could be: nobody but its mobile router can be reached there.</summary>
    public bool IsMobileNetwork(IpAddress address) => IsIn(_networks, address);

    /// <summary>If it is not away, it is on the home link, or behind a router there.</summary>
    public bool IsByHomeLink(IpAddress address) => HasHomeLink && (IsHome(address) || IsIn(_networksAtHome, address));

    /// <summary>Could be a home address: in a home prefix, and not ours.</summary>
    public bool IsHome(IpAddress address) => address.IsIpv4
        ? options.Ipv4HomePrefix is { } prefix && prefix.Contains(address.AsIpv4) && address != (options.HomeAgentIpv4Address ?? default)
        : options.HomePrefix.Contains(address.AsIpv6) && !IsHomeAgent(address);

    private static bool IsIn(ImmutableArray<HomeBlock> blocks, IpAddress address)
    {
        foreach (var block in blocks)
            if (block.Contains(address)) return true;
        return false;
    }
}
