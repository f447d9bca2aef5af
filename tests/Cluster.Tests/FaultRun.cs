using System.Diagnostics;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Load;
using DsMip.Wire;

namespace DsMip.Cluster.Tests;

/// <summary>One fault under load: all mobile nodes register, the load begins, something breaks, and at the end every node registers once more.</summary>
public sealed class FaultRun(RunningCluster lab)
{
    private const double RegistrationRate = 200;
    private readonly string _acknowledgements = lab.Work.File(Path.GetRandomFileName());

    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PayloadInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Binding Updates a second.</summary>
    public double Rate { get; init; } = 60;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// What is sent so long after an acknowledgement may come to the former care-of address. All edges have the new tunnel before the mobile node hears
    /// that it is accepted; but one that was heard before and does not confirm is waited for half a second at most.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    /// <summary>Share of Binding Updates that are handovers.</summary>
    public double Handovers { get; init; } = 0.5;

    /// <param name="fault">Breaks something a second after the load has begun, on another thread; may repair it.</param>
    public FaultOutcome Play(Action fault) => lab.Explain(() =>
    {
        lab.Repair();
        using var load = ClusterPlan.Load.Enter(() => LoadGenerator.Open(Settings()));
        var registered = load.Run(LoadPhase.Register(RegistrationRate));
        load.Run(new LoadPhase { Name = "steady", Rate = 1, Duration = Steady, HandoverShare = 0 });
        var before = load.Payload;
        var clock = Stopwatch.StartNew();
        var running = Task.Run(() => load.Run(new LoadPhase { Rate = Rate, Duration = Duration, HandoverShare = Handovers, Drain = TimeSpan.FromSeconds(20) }));
        Thread.Sleep(Steady);
        fault();
        var lasted = clock.Elapsed - Steady;
        var during = running.GetAwaiter().GetResult();
        var payload = load.Payload;
        lab.Repair();
        var after = load.Run(LoadPhase.Register(RegistrationRate) with { Name = "after", HandoverShare = 0 });
        var outcome = new FaultOutcome(registered, during, after, before, payload, load.Faults, Check()) { FaultLasted = lasted };
        // The next mobile nodes of these addresses do not know where these ones were.
        load.Run(LoadPhase.Register(RegistrationRate) with { Name = "end", Deregistration = true });
        return outcome;
    });

    private LoadSettings Settings() => new()
    {
        Grace = Grace,
        Nodes = lab.MobileNodes,
        HomeAgent = Ipv6Address.Parse(AddressPlan.HomeAgentAddress),
        HomeAgentIpv4 = Ipv4Address.Parse(AddressPlan.HomeAgentIpv4Address),
        CareOfIpv4 = Ipv4Prefix.Parse(ClusterPlan.LoadCareOfIpv4),
        CareOfIpv6 = Ipv6Prefix.Parse(ClusterPlan.LoadCareOfIpv6),
        Ipv6Share = 0.5,
        DynamicIpv4 = RunningCluster.DynamicIpv4,
        DynamicPrefixes = RunningCluster.DynamicPrefixes,
        Acknowledgements = _acknowledgements,
        Payload = new PayloadSettings(Ipv6Address.Parse(AddressPlan.CorrespondentIpv6), RunningCluster.ReflectorPort, 1, PayloadInterval),
    };

    /// <summary>What mobile nodes were told against what the store and the home agent have.</summary>
    private Violations Check()
    {
        var history = AcknowledgementHistory.Read(_acknowledgements);
        // Or else the check of leases had nothing to look at.
        Assert.Equal(RunningCluster.DynamicIpv4, history.Nodes.Values.Count(node => node.Ipv4.Any(span => span.Leased.Length == 32)));
        Assert.Equal(RunningCluster.DynamicPrefixes, history.Nodes.Values.Count(node => node.Ipv4.Any(span => span.Leased.Length == 29)));
        var check = new AcknowledgementCheck(history);
        check.CheckJournal(lab.Cluster.Database.LocalConnectionString);
        // Nothing of what could tell of two owners is gone.
        Assert.Equal(0, check.Incomplete);
        using var http = NamespaceHttp.To(lab.Cluster.Oldest.Machine.Space, "http://127.0.0.1:8191");
        check.CheckApiAsync(new Uri("http://127.0.0.1:8191"), http).GetAwaiter().GetResult();
        return check.Violations;
    }
}
