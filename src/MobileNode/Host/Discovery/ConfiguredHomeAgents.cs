using System.Collections.Immutable;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Discovery;

/// <summary>Those of the configuration, in its order.</summary>
internal sealed class ConfiguredHomeAgents(MobileNodeOptions options) : IHomeAgentSource
{
    public Task<ImmutableArray<HomeAgentCandidate>> FindAsync(CancellationToken stop) => Task.FromResult<ImmutableArray<HomeAgentCandidate>>(
        [new(options.HomeAgentAddress, options.HomeAgentIpv4Address), .. options.HomeAgents.Select(one => new HomeAgentCandidate(one.Address, one.Ipv4Address))]);
}
