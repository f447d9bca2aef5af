using System.Text.Json.Nodes;
using DsMip.Lab.Cluster;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;

namespace DsMip.Lab.Walk;

/// <summary>The topology with a home agent of three control nodes and two edges, and one mobile node that is away.</summary>
public sealed class ClusterDemoLab : IWalkLab
{
    public ClusterDemoLab(TimeSpan? waitForOtherLab = null)
    {
        Topology = LabTopology.Build(new HomeAgentCluster(), waitForOtherLab);
        try
        {
            Work = new WorkDirectory();
            var identity = MobileNodeIdentity.First(Topology.MobileNode);
            Cluster = new HomeCluster(Work, change: c => c["MobileNodes"] = new JsonArray(identity.AtHomeAgent()));
            MobileNode = new MobileNodeDaemon(Work.Path, Topology.MobileNode, identity);
        }
        catch
        {
            Cluster?.Dispose();
            Topology.Dispose();
            throw;
        }
    }

    public LabTopology Topology { get; }

    public WorkDirectory Work { get; }

    public HomeCluster Cluster { get; }

    public MobileNodeDaemon MobileNode { get; }

    public HomeAgentApi Api => Cluster.Oldest.Api;

    public string Description =>
        $"three control nodes, two edges and PostgreSQL as the home agent, and the mobile node: {LabIpsec.Bits}, mutual TLS within the cluster";

    public IEnumerable<string> Evidence => ["uplink-e1.pcap", "uplink-e2.pcap", "access.pcap", "mn.log", .. Cluster.Nodes.Select(n => n.Machine.Name + ".log")];

    public string PlayInstructions => $"""

        The lab is still up. To play with it:
          {LabProgram.Path} move mn v6          (v6, v4, nat1, nat2)
          ip netns exec dsm-mn {DaemonProgram.MobileNode} status --config {MobileNode.ConfigurationFile}
          ip netns exec dsm-c1 curl http://127.0.0.1:8191/api/v1/bindings       (dsm-c2, dsm-c3)
          ip netns exec dsm-cn ping {Topology.MobileNode.HomeAddress}
          ip -n dsm-core -6 route                who has which block of home addresses
          ip netns exec dsm-e1 tcpdump -n -i {AddressPlan.Uplink}
          kill -9 $(ip netns pids dsm-c1); ip netns exec dsm-c1 {DaemonProgram.HomeAgent} --config {Work.File("c1.json")}
          logs and captures: {Work.Path}
        To remove it: make demo-down
        """;

    public void StartDaemons()
    {
        Cluster.Start();
        HomeCluster.AwaitBlocks();
        MobileNode.Start();
        Registration.Await(() => Api, MobileNode, Topology.MobileNode);
    }

    public WalkOutcome Walk(IWalkView view, CancellationToken cancellation) => new ClusterWalk(this, view, cancellation).Run();

    public string Tails() => $"mobile node: {MobileNode.Tail()}{Cluster.Tails()}";

    public void Keep()
    {
        Topology.Keep();
        Cluster.Keep();
        MobileNode.Keep();
    }

    public void Dispose()
    {
        MobileNode.Dispose();
        Cluster.Dispose();
        Topology.Dispose();
    }
}
