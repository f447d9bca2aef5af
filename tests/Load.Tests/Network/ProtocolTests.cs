using DsMip.Load.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load.Tests.Network;

/// <summary>What the simulated mobile nodes make of answers, and of none.</summary>
public sealed class ProtocolTests : IDisposable
{
    private static readonly IReadOnlyList<LoadNode> Nodes = [.. new NodeGeneration(Ipv6Address.Parse("2001:db8:1::1:0"), 50, 1).Nodes()];
    private readonly TwoHosts _hosts = new();
    private readonly string _acknowledgements = Path.GetTempFileName();

    public void Dispose()
    {
        _hosts.Dispose();
        File.Delete(_acknowledgements);
    }

    [NamespaceFact]
    public void Every_node_registers_once_and_its_acknowledgement_is_written_down()
    {
        var (result, faults) = Register((_, update, _) => [ScriptedHomeAgent.Accept(update)]);
        Assert.Equal((50L, 50L, 0L, 0L), (result.Started, result.Accepted, result.Unanswered, result.Retransmissions));
        Assert.Equal((0L, 0L), (faults.Unopened, faults.MisdeliveredAcknowledgements));
        var history = AcknowledgementHistory.Read(_acknowledgements);
        Assert.Equal(50, history.Nodes.Count);
        Assert.All(history.Nodes.Values, node => Assert.Equal((3600, 1), (node.Newest!.Value.LifetimeSeconds, node.Newest.Value.Sequence)));
    }

    [NamespaceFact]
    public void A_lost_answer_is_asked_for_again_with_the_next_number_and_its_latency_counts_from_the_first_time()
    {
        var seen = new HashSet<Ipv6Address>();
        var (result, _) = Register((node, update, _) => seen.Add(node.HomeAddress) ? [] : [ScriptedHomeAgent.Accept(update)]);
        Assert.Equal((50L, 50L), (result.Accepted, result.Retransmissions));
        Assert.True(result.LatencyAt(0) >= TimeSpan.FromSeconds(1.49), "the first retransmission of a first registration comes after 1.5 s");
        Assert.All(AcknowledgementHistory.Read(_acknowledgements).Nodes.Values, node => Assert.Equal(2, node.Newest!.Value.Sequence));
    }

    [NamespaceFact]
    public void What_stays_unanswered_is_written_down_as_sent()
    {
        var (result, _) = Register((_, _, _) => []);
        Assert.Equal((0L, 50L), (result.Accepted, result.Unanswered));
        var node = AcknowledgementHistory.Read(_acknowledgements).Nodes[Nodes[0].HomeAddress];
        Assert.Null(node.Newest);
        Assert.Contains(node.Sent, sent => sent.Sequence == 1);
    }

    [NamespaceFact]
    public void Copies_and_refusals_are_counted_and_not_written_down()
    {
        var (copied, _) = Register((_, update, _) => [ScriptedHomeAgent.Accept(update), ScriptedHomeAgent.Accept(update)]);
        Assert.Equal((50L, 50L), (copied.Accepted, copied.RepeatedAcknowledgements));
        File.WriteAllText(_acknowledgements, "");
        var (refused, _) = Register((_, update, _) => [ScriptedHomeAgent.Accept(update, BindingStatus.InsufficientResources)]);
        Assert.Equal((0L, 50L), (refused.Accepted, refused.Refused));
        Assert.Equal(50, refused.Statuses[BindingStatus.InsufficientResources]);
        Assert.Equal(0, AcknowledgementHistory.Read(_acknowledgements).Records);
    }

    [NamespaceFact]
    public void A_number_out_of_window_makes_the_node_go_on_from_the_home_agents()
    {
        var (result, _) = Register((_, update, _) => update.Sequence.IsAfter(new SequenceNumber(4711))
            ? [ScriptedHomeAgent.Accept(update)]
            : [ScriptedHomeAgent.Accept(update, BindingStatus.SequenceNumberOutOfWindow) with { Sequence = new SequenceNumber(4711) }]);
        Assert.Equal((50L, 50L, 0L), (result.Accepted, result.Resynchronised, result.Retransmissions));
        Assert.All(AcknowledgementHistory.Read(_acknowledgements).Nodes.Values, node => Assert.Equal(4712, node.Newest!.Value.Sequence));
    }

    [NamespaceFact]
    public void Handovers_come_from_new_places_and_refreshes_do_not()
    {
        var places = new Dictionary<Ipv6Address, HashSet<(IpAddress, ushort)>>();
        using var homeAgent = Start((node, update, ingress) =>
        {
            places.TryAdd(node.HomeAddress, []);
            places[node.HomeAddress].Add((ingress.Remote, ingress.RemotePort));
            return [ScriptedHomeAgent.Accept(update)];
        });
        using var generator = Open();
        generator.Run(LoadPhase.Register(1000));
        var phase = new LoadPhase { Rate = 200, Duration = TimeSpan.FromSeconds(1), Poisson = false };
        generator.Run(phase with { HandoverShare = 0 });
        Assert.All(places.Values, seen => Assert.Single(seen));
        var moved = generator.Run(phase with { HandoverShare = 1 });
        Assert.Equal(50 + moved.Started, places.Values.Sum(seen => seen.Count));
        var ended = generator.Run(LoadPhase.Register(1000) with { Deregistration = true, HandoverShare = 0 });
        Assert.Equal(50, ended.Accepted);
        Assert.All(AcknowledgementHistory.Read(_acknowledgements).Nodes.Values, node => Assert.Equal(0, node.Newest!.Value.LifetimeSeconds));
    }

    [NamespaceFact]
    public void The_clock_does_not_wait_for_answers()
    {
        using var homeAgent = Start((_, _, _) => []);
        using var generator = Open();
        var result = generator.Run(new LoadPhase { Rate = 40, Duration = TimeSpan.FromSeconds(2), Poisson = false, Drain = TimeSpan.Zero });
        // 80 are due; 50 nodes there are, and each of them waits.
        Assert.Equal((50L, 80L), (result.Started, result.Started + result.NoNodeFree));
    }

    [NamespaceFact]
    public void At_the_end_the_machine_is_as_before()
    {
        Register((_, update, _) => [ScriptedHomeAgent.Accept(update)]);
        Assert.DoesNotContain("10.64.", _hosts.Nodes.Ip("route show table all"), StringComparison.Ordinal);
    }

    private (PhaseResult Result, LoadFaults Faults) Register(ScriptedHomeAgent.Script script)
    {
        using var homeAgent = Start(script);
        using var generator = Open();
        var result = generator.Run(LoadPhase.Register(500) with { Drain = TimeSpan.FromSeconds(4) });
        return (result, generator.Faults);
    }

    private ScriptedHomeAgent Start(ScriptedHomeAgent.Script script) => _hosts.HomeAgent.Run(() => new ScriptedHomeAgent(Nodes, script));

    private LoadGenerator Open() => _hosts.Nodes.Run(() => LoadGenerator.Open(new LoadSettings
    {
        Nodes = Nodes,
        HomeAgent = ScriptedHomeAgent.Address,
        HomeAgentIpv4 = ScriptedHomeAgent.Ipv4Address,
        CareOfIpv4 = Ipv4Prefix.Parse("10.64.0.0/10"),
        Acknowledgements = _acknowledgements,
    }));
}
