using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary>Mobile nodes that are served and are not in the store: those of the configuration, and those whose home address IKE has given out.</summary>
internal sealed class UnstoredMobileNodes(HomeAgentOptions options, BootstrappedMobileNodes bootstrapped)
{
    public IEnumerable<MobileNodeJson> All =>
        options.MobileNodes.Select(node => MobileNodeJson.From(node, "configuration")).Concat(bootstrapped.All.Select(node => MobileNodeJson.From(node, "lease")));

    public IEnumerable<Ipv6Address> HomeAddresses => options.MobileNodes.Concat(bootstrapped.All).Select(node => node.HomeAddress);

    /// <returns>Null: it is none of these.</returns>
    public MobileNodeJson? Find(Ipv6Address home) =>
        options.MobileNodes.FirstOrDefault(node => node.HomeAddress == home) is { } configured ? MobileNodeJson.From(configured, "configuration")
        : bootstrapped.TryFind(home, out var leased) ? MobileNodeJson.From(leased, "lease")
        : null;
}
