using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Cluster;

/// <summary>Breaks in the management network. Packets vanish; nobody is told.</summary>
public static class Partition
{
    /// <summary>Nobody of the cluster reaches this machine and it reaches nobody; the database still answers it, which is the dangerous case.</summary>
    public static void CutFromCluster(ClusterMachine machine) => machine.Space.Nft($$"""
        table inet partition {
          chain in { type filter hook input priority 0; tcp dport {{ClusterPlan.ClusterPort}} drop; tcp sport {{ClusterPlan.ClusterPort}} drop; }
          chain out { type filter hook output priority 0; tcp dport {{ClusterPlan.ClusterPort}} drop; tcp sport {{ClusterPlan.ClusterPort}} drop; }
        }
        """);

    /// <summary>The edges reach each other and the database, and no control node; the control nodes have each other.</summary>
    public static void CutEdgesFromControl()
    {
        var controls = string.Join(", ", ClusterPlan.Controls.Select(c => c.Address));
        foreach (var edge in ClusterPlan.Edges)
        {
            edge.Space.Nft($$"""
                table inet partition {
                  chain in { type filter hook input priority 0; ip saddr { {{controls}} } drop; }
                  chain out { type filter hook output priority 0; ip daddr { {{controls}} } drop; }
                }
                """);
        }
    }

    public static void CutDatabase() => ClusterPlan.Switch.Ip("link set db down");

    /// <summary>Whatever was cut is whole again; also if nothing was.</summary>
    public static void Heal()
    {
        ClusterPlan.Switch.Ip("link set db up");
        foreach (var (_, space, _) in ClusterPlan.Managed)
        {
            space.Nft("table inet partition\ndelete table inet partition");
        }
    }
}
