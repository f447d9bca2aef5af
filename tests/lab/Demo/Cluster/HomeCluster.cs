using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Cluster;

/// <summary>A database, three control nodes and two edges as real processes, on the machines of a topology with <see cref="HomeAgentCluster"/>.</summary>
public sealed class HomeCluster : IDisposable
{
    private const int KeyBytes = 32;

    /// <param name="work">Where configurations, keys and logs are.</param>
    public HomeCluster(WorkDirectory work, bool databaseCanBeSlow = false, Action<JsonObject>? change = null)
    {
        Database = new ClusterDatabase(databaseCanBeSlow);
        try
        {
            var keyFile = work.File("store.key");
            File.WriteAllBytes(keyFile, RandomNumberGenerator.GetBytes(KeyBytes));
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var certificates = new ClusterCertificates(work.File("certificates"), [.. ClusterPlan.Controls, .. ClusterPlan.Edges]);
            var settings = new ClusterSettings(Database.ConnectionString, keyFile, certificates, new CoreRoutes(work.Path)) { Change = change };
            Controls = [.. ClusterPlan.Controls.Select(c => new ClusterNode(c, settings.Control(c), work.Path))];
            Edges = [.. ClusterPlan.Edges.Select(e => new ClusterNode(e, settings.Edge(e), work.Path))];
        }
        catch
        {
            Database.Dispose();
            throw;
        }
    }

    public ClusterDatabase Database { get; }

    public IReadOnlyList<ClusterNode> Controls { get; }

    public IReadOnlyList<ClusterNode> Edges { get; }

    public IEnumerable<ClusterNode> Nodes => Controls.Concat(Edges);

    /// <summary>The control node that runs for longest: Akka has the coordinator of the shards there.</summary>
    public ClusterNode Oldest => Controls.Where(c => c.IsRunning).MinBy(c => c.StartedAt)!;

    /// <summary>Control nodes first, the first of them alone, so that one cluster is formed whatever the machine's speed; then the edges.</summary>
    public void Start()
    {
        Controls[0].Start();
        Controls[0].AwaitReady();
        foreach (var node in Controls.Skip(1).Concat(Edges))
        {
            node.Start();
        }

        AwaitReady();
    }

    /// <summary>Until every process that runs says it is ready.</summary>
    public void AwaitReady()
    {
        foreach (var node in Nodes.Where(n => n.IsRunning))
        {
            node.AwaitReady();
        }
    }

    /// <summary>Until every block of home addresses is routed to the edge whose own it is.</summary>
    public static void AwaitBlocks() => Wait.Until(
        () => ClusterPlan.Edges.All(edge => edge.Blocks.All(block => CoreRoutes.EdgesOf(block) is [var holder] && holder == edge)),
        TimeSpan.FromSeconds(60), "all edges to announce their own blocks");

    /// <summary>The last lines of everybody's log, for a failure's message.</summary>
    public string Tails(int lines = 15) => string.Concat(Nodes.Select(n => $"\n--- {n.Machine.Name}: {n.Tail(lines)}"));

    /// <summary>Leaves everything running when this program ends.</summary>
    public void Keep()
    {
        foreach (var node in Nodes)
        {
            node.Keep();
        }

        Database.Keep();
    }

    public void Dispose()
    {
        // All at once: whoever is killed last would fight for the blocks of the others.
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        Database.Dispose();
    }
}
