using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Testing;

namespace DsMip.Cluster.Tests;

/// <summary>The lab's stand-in for a routing protocol, without a cluster: what the fault tests rely on.</summary>
public sealed class CoreRoutesTests
{
    private static readonly EdgeMachine First = ClusterPlan.Edges[0];
    private static readonly EdgeMachine Second = ClusterPlan.Edges[1];

    [NamespaceFact]
    public void A_block_follows_its_last_announcement_and_falls_back_and_the_home_agent_is_where_blocks_are()
    {
        using var topology = LabTopology.Build(new HomeAgentCluster(), TimeSpan.FromMinutes(10));
        var routes = new CoreRoutes(new WorkDirectory().Path);
        foreach (var edge in ClusterPlan.Edges)
        {
            Announce(routes, edge, "add", edge.Blocks);
        }

        Assert.All(First.Blocks, block => Assert.Equal([First], CoreRoutes.EdgesOf(block)));
        Assert.Equal([First, Second], CoreRoutes.EdgesOf(AddressPlan.HomeAgentAddress + "/128"));
        Assert.Equal([First, Second], CoreRoutes.EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));

        Announce(routes, Second, "add", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Equal([Second], CoreRoutes.EdgesOf(block)));
        Assert.Equal([Second], CoreRoutes.EdgesOf(AddressPlan.HomeAgentAddress + "/128"));

        Announce(routes, Second, "remove", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Equal([First], CoreRoutes.EdgesOf(block)));
        Assert.Equal([First, Second], CoreRoutes.EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));

        Announce(routes, First, "remove", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Empty(CoreRoutes.EdgesOf(block)));
        Assert.Equal([Second], CoreRoutes.EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));
    }

    private static void Announce(CoreRoutes routes, EdgeMachine edge, string what, IEnumerable<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            edge.Space.Exec([routes.CommandOf(edge), what, prefix]);
        }
    }
}
