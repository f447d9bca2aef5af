namespace DsMip.Lab.Topology.Sites;

/// <summary>
/// Control nodes, edges and a database on a management network; the edges have uplinks to the core and share the home agent's two addresses,
/// so that it is one home agent to everybody (anycast):
/// <code>
///   dsm-c1  dsm-c2  dsm-c3  dsm-db
///      \_______\_______\______\____ dsm-mgmt (bridge)
///                          /    \
///                     dsm-e1    dsm-e2     both have 2001:db8:1::1 and 192.0.2.2 on lo
///                          \    /
///                         dsm-core         routes of the blocks by the edges' route command
/// </code>
/// There is no home link: behind two edges it would need ARP and neighbour discovery for mobile nodes, so home is virtual and the mobile node
/// starts away.
/// </summary>
public sealed class HomeAgentCluster : IHomeSite
{
    public IReadOnlyList<NetworkNamespace> Machines { get; } = [.. ClusterPlan.Managed.Select(m => m.Space), ClusterPlan.Switch, ClusterPlan.Load];

    public IEnumerable<NetworkNamespace> Routers => ClusterPlan.Edges.Select(e => e.Space);

    public IReadOnlyList<Attachment> Networks { get; } = [.. Enum.GetValues<Attachment>().Where(a => a != Attachment.Home)];

    public IEnumerable<string> Links =>
    [
        $"link add mgmt netns {ClusterPlan.Switch.Name} type bridge mcast_snooping 0",
        .. ClusterPlan.Managed.Select(m => IpLines.Veth(ClusterPlan.Management, m.Space.Name, m.Name, ClusterPlan.Switch.Name)),
        .. ClusterPlan.Edges.Select(e => IpLines.Veth(AddressPlan.Uplink, e.Space.Name, e.CorePort, AddressPlan.Core.Name)),
        IpLines.Veth("eth0", ClusterPlan.Load.Name, "load", AddressPlan.Core.Name),
    ];

    public void Address()
    {
        ClusterPlan.Switch.Ip(["link set mgmt up", .. ClusterPlan.Managed.SelectMany(m => new[] { $"link set {m.Name} master mgmt", $"link set {m.Name} up" })]);
        foreach (var (_, space, address) in ClusterPlan.Managed)
        {
            space.Ip([.. IpLines.Up("lo", ClusterPlan.Management), .. IpLines.On(ClusterPlan.Management, address + "/24")]);
        }

        // Packets of one flow go one way, those of many mobile nodes by both edges.
        AddressPlan.Core.Sysctl("ipv6/fib_multipath_hash_policy=1", "ipv4/fib_multipath_hash_policy=1");
        foreach (var edge in ClusterPlan.Edges)
        {
            edge.Space.Ip(
            [
                .. IpLines.Up(AddressPlan.Uplink), .. IpLines.On(AddressPlan.Uplink, edge.Ipv6 + "/64", edge.Ipv4 + "/29"),
                .. IpLines.On("lo", AddressPlan.HomeAgentAddress + "/128", AddressPlan.HomeAgentIpv4Address + "/32"),
                .. IpLines.Default(edge.CoreIpv6, edge.CoreIpv4),
            ]);
            AddressPlan.Core.Ip([.. IpLines.Up(edge.CorePort), .. IpLines.On(edge.CorePort, edge.CoreIpv6 + "/64", edge.CoreIpv4 + "/29")]);
        }

        AddressLoad();
    }

    private static void AddressLoad()
    {
        ClusterPlan.Load.Ip(
            [.. IpLines.Up("lo", "eth0"), .. IpLines.On("eth0", "2001:db8:f:9::2/64", "192.0.2.50/29"), .. IpLines.Default("2001:db8:f:9::1", "192.0.2.49")]);
        AddressPlan.Core.Ip(
        [
            .. IpLines.Up("load"), .. IpLines.On("load", "2001:db8:f:9::1/64", "192.0.2.49/29"),
            $"route add {ClusterPlan.LoadCareOfIpv4} via 192.0.2.50", $"route add {ClusterPlan.LoadCareOfIpv6} via 2001:db8:f:9::2",
        ]);
    }
}
