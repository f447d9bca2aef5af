using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Which addresses are the home agent's affair.</summary>
internal sealed class HomeNetwork(HomeAgentOptions options)
{
    public bool HasHomeLink { get; } = options.HomeLink is not null;

    public bool IsHomeAgent(IpAddress address) => address == options.HomeAgentAddress;

    /// <summary>Could be a home address: in a home prefix, and not ours.</summary>
    public bool IsHome(IpAddress address) => address.IsIpv4
        ? options.Ipv4HomePrefix is { } prefix && prefix.Contains(address.AsIpv4) && address != (options.HomeAgentIpv4Address ?? default)
        : options.HomePrefix.Contains(address.AsIpv6) && !IsHomeAgent(address);
}
