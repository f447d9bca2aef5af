using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DsMip.Lab.Charon;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Walk;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>The lab's internet with a home agent and a mobile node in it, each with the IPsec it is given.</summary>
internal sealed class MixedLab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public MixedLab(Action<JsonObject, WorkDirectory>? homeAgent, Action<JsonObject, WorkDirectory>? mobileNode)
    {
        Topology = LabTopology.Build(TimeSpan.FromMinutes(10));
        try
        {
            Work = new WorkDirectory();
            var identity = MobileNodeIdentity.First(Topology.MobileNode);
            HomeAgent = new HomeAgentDaemon(Work.Path, [identity], configuration => homeAgent?.Invoke(configuration, Work));
            MobileNode = new MobileNodeDaemon(Work.Path, Topology.MobileNode, identity, configuration => mobileNode?.Invoke(configuration, Work));
        }
        catch
        {
            Topology.Dispose();
            throw;
        }
    }

    /// <summary>IKE makes the keys at both ends, each with a charon beside it.</summary>
    public static MixedLab WithIke(bool protectPayload, string technique = "Api") => WithIke(
        (configuration, work) => IkeSettings.ForHomeAgent(configuration, work, protectPayload),
        (configuration, work) => IkeSettings.ForMobileNode(configuration, work, protectPayload, technique));

    /// <inheritdoc cref="WithIke(bool, string)"/>
    public static MixedLab WithIke(Action<JsonObject, WorkDirectory> homeAgent, Action<JsonObject, WorkDirectory> mobileNode)
    {
        var lab = new MixedLab(homeAgent, mobileNode);
        lab.HomeAgentCharon = CharonDaemon.Start(AddressPlan.HomeAgent, lab.Work.File("ha-ike"));
        lab.MobileNodeCharon = CharonDaemon.Start(lab.Node, lab.Work.File("mn-ike"));
        return lab;
    }

    public CharonDaemon? HomeAgentCharon { get; private set; }

    public CharonDaemon? MobileNodeCharon { get; private set; }

    public LabTopology Topology { get; }

    public WorkDirectory Work { get; } = null!;

    public HomeAgentDaemon HomeAgent { get; } = null!;

    public MobileNodeDaemon MobileNode { get; } = null!;

    public NetworkNamespace Node => Topology.MobileNode.Namespace;

    public void Start() => Explain(() =>
    {
        HomeAgent.Start();
        MobileNode.Start();
        return true;
    });

    /// <summary>Brings the node to a network and waits until both sides agree on it.</summary>
    public Registration Settle(Attachment network) => Explain(() =>
    {
        if (Topology.MobileNode.At != network) Topology.MobileNode.Move(network);
        return Registration.Await(HomeAgent.Api, MobileNode, Topology.MobileNode);
    });

    /// <summary>
    /// A correspondent reaches the home address, of either family. How long the way was broken is the demo's business: a router may still be asking
    /// for a neighbour's link-layer address that nobody answered a second ago.
    /// </summary>
    public void Ping(bool ipv4 = false)
    {
        var address = ipv4 ? Topology.MobileNode.Ipv4HomeAddress : Topology.MobileNode.HomeAddress;
        Explain(() =>
        {
            var answer = "";
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var ping = AddressPlan.Correspondent.TryExec("ping", "-n", "-c3", "-i0.2", "-W2", address);
                if (ping.ExitCode == 0) return true;
                answer = ping.Output;
            }
            throw new LabException($"no answer from {address}: {answer}");
        });
    }

    public bool TryPing() => AddressPlan.Correspondent.TryExec("ping", "-n", "-c1", "-W1", Topology.MobileNode.HomeAddress).ExitCode == 0;

    /// <summary>Of the states in the mobile node's kernel.</summary>
    public HashSet<string> Spis() =>
        [.. Regex.Matches(Node.Exec(["ip", "xfrm", "state"]), "(?<= spi )0x[0-9a-f]+").Select(match => match.Value)];

    public void Until(Func<bool> condition, string what) => Explain(() =>
    {
        Wait.Until(condition, Patience, what);
        return true;
    });

    /// <summary>Both daemons' logs end with every failure: they are gone with the lab.</summary>
    public T Explain<T>(Func<T> scenario)
    {
        try
        {
            return scenario();
        }
        catch (LabException e)
        {
            throw new LabException(
                $"{e.Message}\n--- ha {HomeAgent.Tail()}\n--- mn {MobileNode.Tail()}\n"
                + $"--- charon mn {MobileNodeCharon?.Tail()}\n--- charon ha {HomeAgentCharon?.Tail()}\n"
                + $"--- xfrm_stat\n{Node.TryExec("grep", "-vw", "0", "/proc/net/xfrm_stat").Output}", e);
        }
    }

    public void Dispose()
    {
        MobileNode.Dispose();
        MobileNodeCharon?.Dispose();
        HomeAgentCharon?.Dispose();
        HomeAgent.Dispose();
        Topology.Dispose();
    }
}
