using System.Text.Json.Nodes;
using DsMip.Lab.Cluster;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Load;
using DsMip.Wire;

namespace DsMip.Cluster.Tests;

/// <summary>
/// Three control nodes, two edges and PostgreSQL as real processes, shared by all tests; a machine with all mobile nodes and a correspondent that
/// answers them. The mobile nodes' home addresses lie on both sides of the border between the edges' blocks.
/// </summary>
public sealed class RunningCluster : IDisposable
{
    public const int Nodes = 200;

    /// <summary>So many of them have an IPv4 home address from the pool.</summary>
    public const int DynamicIpv4 = 20;

    /// <summary>So many others have an IPv4 prefix from the pools.</summary>
    public const int DynamicPrefixes = 20;

    public const ushort ReflectorPort = 4190;

    private const string FirstHomeAddress = "2001:db8:1:0:7fff:ffff:ffff:ff9c";

    private readonly Lazy<Parts> _parts = new(() => new Parts());

    public HomeCluster Cluster => _parts.Value.Cluster;

    public WorkDirectory Work => _parts.Value.Work;

    public IReadOnlyList<LoadNode> MobileNodes => _parts.Value.MobileNodes;

    /// <summary>What a test has broken works again, and everybody says he is ready.</summary>
    public void Repair()
    {
        Cluster.Database.Delay = TimeSpan.Zero;
        Partition.Heal();
        foreach (var node in Cluster.Nodes.Where(n => !n.IsRunning))
        {
            node.Start();
        }

        Cluster.AwaitReady();
        HomeCluster.AwaitBlocks();
    }

    /// <summary>All logs end with every failure: they are gone with the lab.</summary>
    public T Explain<T>(Func<T> scenario)
    {
        try
        {
            return scenario();
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}{Cluster.Tails()}", e);
        }
    }

    public void Dispose()
    {
        if (_parts.IsValueCreated)
        {
            _parts.Value.Dispose();
        }
    }

    private sealed class Parts : IDisposable
    {
        private readonly LabTopology _topology = LabTopology.Build(new HomeAgentCluster(), TimeSpan.FromMinutes(10));
        private readonly CancellationTokenSource _stop = new();
        private readonly Reflector? _reflector;
        private readonly Thread? _reflecting;

        public Parts()
        {
            try
            {
                Work = new WorkDirectory();
                var generation = new NodeGeneration(Ipv6Address.Parse(FirstHomeAddress), Nodes, Seed: 1);
                MobileNodes = [.. generation.Nodes()];
                Cluster = new HomeCluster(Work, databaseCanBeSlow: true, configuration => Configure(configuration, generation));
                _reflector = AddressPlan.Correspondent.Enter(() => new Reflector(Ipv6Address.Parse(AddressPlan.CorrespondentIpv6), ReflectorPort));
                _reflecting = new Thread(() => _reflector.Run(_stop.Token)) { Name = "correspondent" };
                _reflecting.Start();
                Cluster.Start();
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public WorkDirectory Work { get; }

        public HomeCluster Cluster { get; }

        public IReadOnlyList<LoadNode> MobileNodes { get; }

        public void Dispose()
        {
            _stop.Cancel();
            _reflecting?.Join();
            _reflector?.Dispose();
            Cluster?.Dispose();
            FaultFigures.KeepLogs(Work);
            _topology.Dispose();
            _stop.Dispose();
        }

        /// <summary>The journal keeps all rows, which tell who wrote what.</summary>
        private static void Configure(JsonObject configuration, NodeGeneration generation)
        {
            configuration[nameof(MobileNodes)] = Elements(generation);
            // Room for half as many again.
            configuration["Ipv4PrefixPools"] = new JsonArray("10.200.0.0/24");
            configuration["Store"]!["KeepReplaced"] = "1.00:00:00";
        }

        private static JsonArray Elements(NodeGeneration generation)
        {
            using var lines = new StringWriter();
            NodeFile.Write(lines, generation);
            return [.. $"{lines}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))];
        }
    }
}
