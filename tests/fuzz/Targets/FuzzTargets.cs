using DsMip.Fuzz.Targets.HomeAgents;
using DsMip.Fuzz.Targets.MobileNodes;
using DsMip.Testing;

namespace DsMip.Fuzz.Targets;

internal static class FuzzTargets
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new("ip-headers", 10, () => new IpHeaders()),
        new("mobility-header", 20, () => new MobilityHeaders()),
        new("icmp", 10, () => new IcmpMessages()),
        new("neighbors", 5, () => new Neighbors()),
        new("tunnel", 15, () => new Tunnels()),
        new("esp", 10, () => new EspPackets()),
        new("binding-decision", 8, () => new BindingDecisions()),
        new("entity-life", 2, () => new EntityLife()),
        new("mobile-node-core", 8, () => new MobileNodeCore()),
        new("journal-row", 5, () => new JournalRows()),
        new("cluster-message", 5, () => new ClusterMessages()),
        new("home-agent", 8, () => new HomeAgentInput()) { Missing = () => NamespaceSupport.SkipReason },
        new("mobile-node", 8, () => new MobileNodeInput()) { Missing = () => NamespaceSupport.SkipReason },
    ];
}
