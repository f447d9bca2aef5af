using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Testing;
using Shell = DsMip.Lab.Topology.Shell;

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

        Assert.All(First.Blocks, block => Assert.Equal([First], EdgesOf(block)));
        Assert.Equal([First, Second], EdgesOf(AddressPlan.HomeAgentAddress + "/128"));
        Assert.Equal([First, Second], EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));

        Announce(routes, Second, "add", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Equal([Second], EdgesOf(block)));
        Assert.Equal([Second], EdgesOf(AddressPlan.HomeAgentAddress + "/128"));

        Announce(routes, Second, "remove", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Equal([First], EdgesOf(block)));
        Assert.Equal([First, Second], EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));

        Announce(routes, First, "remove", First.Blocks);
        Assert.All(First.Blocks, block => Assert.Empty(EdgesOf(block)));
        Assert.Equal([Second], EdgesOf(AddressPlan.HomeAgentIpv4Address + "/32"));
    }

    private static void Announce(CoreRoutes routes, EdgeMachine edge, string what, IEnumerable<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            edge.Space.Exec([routes.CommandOf(edge), what, prefix]);
        }
    }

    private static IEnumerable<EdgeMachine> EdgesOf(string prefix)
    {
        var family = prefix.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
        var words = Shell.Run("ip", [family, "-n", AddressPlan.Core.Name, "route", "show", "exact", prefix]).Split([' ', '\n']);
        return ClusterPlan.Edges.Where(e => words.Contains(e.Ipv6) || words.Contains(e.Ipv4));
    }
}
