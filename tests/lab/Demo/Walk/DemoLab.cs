using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>The topology with one home agent and one mobile node at home, both real processes.</summary>
public sealed class DemoLab : IDisposable
{
    public DemoLab()
    {
        Topology = LabTopology.Build();
        Work = new WorkDirectory();
        var identity = MobileNodeIdentity.First(Topology.MobileNode);
        HomeAgent = new HomeAgentDaemon(Work.Path, [identity]);
        MobileNode = new MobileNodeDaemon(Work.Path, Topology.MobileNode, identity);
    }

    public LabTopology Topology { get; }

    public WorkDirectory Work { get; }

    public HomeAgentDaemon HomeAgent { get; }

    public MobileNodeDaemon MobileNode { get; }

    public void StartDaemons()
    {
        HomeAgent.Start();
        MobileNode.Start();
    }

    /// <summary>Leaves everything running when this program ends.</summary>
    public void Keep()
    {
        Topology.Keep();
        HomeAgent.Keep();
        MobileNode.Keep();
    }

    public void Dispose()
    {
        MobileNode.Dispose();
        HomeAgent.Dispose();
        Topology.Dispose();
    }
}
