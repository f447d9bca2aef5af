using DsMip.Lab.Charon;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>The topology with one home agent and one mobile node at home, both real processes, and with IKE a charon beside each.</summary>
public sealed class DemoLab : IWalkLab
{
    private readonly LabIpsec _atHomeAgent;
    private readonly LabIpsec _atMobileNode;

    public DemoLab(LabIpsec ipsec)
        : this(ipsec, ipsec)
    {
    }

    /// <summary>The two may differ in whose ESP they use, not in where keys come from.</summary>
    public DemoLab(LabIpsec atHomeAgent, LabIpsec atMobileNode, TimeSpan? waitForOtherLab = null)
    {
        (_atHomeAgent, _atMobileNode) = (atHomeAgent, atMobileNode);
        Topology = LabTopology.Build(waitForOtherLab);
        Work = new WorkDirectory();
        var identity = MobileNodeIdentity.First(Topology.MobileNode).With(atHomeAgent);
        HomeAgent = new HomeAgentDaemon(Work.Path, [identity], c => atHomeAgent.ApplyToHomeAgent(c, ViciSocket("ha")));
        MobileNode = new MobileNodeDaemon(Work.Path, Topology.MobileNode, identity, c => atMobileNode.ApplyToMobileNode(c, ViciSocket("mn")));
    }

    public LabTopology Topology { get; }

    public WorkDirectory Work { get; }

    public HomeAgentDaemon HomeAgent { get; }

    public MobileNodeDaemon MobileNode { get; }

    /// <summary>What the mobile node uses; payload is protected at both ends or at none.</summary>
    public LabIpsec Ipsec => _atMobileNode;

    /// <summary>Null until <see cref="StartCharons"/>, or without IKE.</summary>
    public CharonDaemon? HomeAgentCharon { get; private set; }

    /// <inheritdoc cref="HomeAgentCharon"/>
    public CharonDaemon? MobileNodeCharon { get; private set; }

    public HomeAgentApi Api => HomeAgent.Api;

    public string Description => $"the home agent and the mobile node: {Ipsec}";

    public IEnumerable<string> Evidence => ["uplink.pcap", "access.pcap", "ha.log", "mn.log", "charon-ha/charon.log", "charon-mn/charon.log"];

    public string PlayInstructions => PlayText.For(this);

    /// <summary>The walk also kills the home agent.</summary>
    public bool Crashes { get; init; }

    public void StartDaemons()
    {
        StartCharons();
        HomeAgent.Start();
        MobileNode.Start();
        if (_atMobileNode.IsIke)
        {
            AwaitKeys();
        }
    }

    public WalkOutcome Walk(IWalkView view, CancellationToken cancellation) => new WalkThroughNetworks(this, view, Crashes, cancellation).Run();

    /// <summary>Until the mobile node's kernel has states of both directions.</summary>
    public void AwaitKeys()
    {
        try
        {
            Wait.Until(() => Topology.MobileNode.Namespace.States().Count >= 2, TimeSpan.FromSeconds(30), "the charons to agree on keys");
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}\n{Tails()}", e);
        }
    }

    public void StartCharons()
    {
        if (_atHomeAgent.IsIke)
        {
            HomeAgentCharon = CharonDaemon.Start(AddressPlan.HomeAgent, CharonDirectory("ha"));
        }

        if (_atMobileNode.IsIke)
        {
            MobileNodeCharon = CharonDaemon.Start(Topology.MobileNode.Namespace, CharonDirectory("mn"));
        }
    }

    /// <summary>The last lines of everybody's log, for a failure's message.</summary>
    public string Tails() => $"home agent: {HomeAgent.Tail()}\nmobile node: {MobileNode.Tail()}" +
        $"{HomeAgentCharon?.Tail().Insert(0, "\nhome agent's charon: ")}{MobileNodeCharon?.Tail().Insert(0, "\nmobile node's charon: ")}";

    /// <summary>Leaves everything running when this program ends.</summary>
    public void Keep()
    {
        Topology.Keep();
        HomeAgent.Keep();
        MobileNode.Keep();
        HomeAgentCharon?.Keep();
        MobileNodeCharon?.Keep();
    }

    public void Dispose()
    {
        MobileNode.Dispose();
        HomeAgent.Dispose();
        MobileNodeCharon?.Dispose();
        HomeAgentCharon?.Dispose();
        Topology.Dispose();
    }

    private string CharonDirectory(string whose) => Work.File("charon-" + whose);

    private string ViciSocket(string whose) => Path.Combine(CharonDirectory(whose), "charon.vici");
}
