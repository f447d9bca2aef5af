using Akka.Actor;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

public sealed class EdgeActorTests : Akka.TestKit.Xunit2.TestKit, ISignallingEgress, IResync
{
    private static readonly DateTimeOffset Moment = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ingress Way = new(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), RemotePort: 40_000, LocalPort: Port.DsMip);

    private readonly Ipv6Address _alice = Ipv6Address.Parse(Configured.Alice);
    private readonly BindingTable _table = new();
    private readonly EdgeMetrics _metrics;
    private readonly TestActorRef<EdgeActor> _edge;
    private readonly List<SyncCause> _requests = [];
    private bool? _hadTunnel;

    public EdgeActorTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
    {
        _metrics = new EdgeMetrics(new HomeAgentMetrics(), _table);
        _edge = ActorOfAsTestActorRef<EdgeActor>(Props.Create(() => new EdgeActor(_table, _table, this, this, _metrics, null)));
    }

    void IResync.Request(SyncCause cause) => _requests.Add(cause);

    void ISignallingEgress.Transmit(Transmit answer) => _hadTunnel = _table.TryFind(_alice, Moment, out _);

    void ISignallingEgress.Ended(FrameDropped dropped)
    {
        // Not of interest here.
    }

    [Fact]
    public void The_tunnel_is_there_before_the_acknowledgement_leaves()
    {
        _edge.Tell(new Transmit(_alice, Way, [], Moment, Changed(1)));
        Assert.True(_hadTunnel);
        // The same by the broadcast, later.
        _edge.Tell(new TunnelBatch(1, 1, [Changed(1)]));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void A_batch_is_confirmed_when_it_is_in_the_table()
    {
        _edge.Tell(new TunnelBatch(7, 3, [Changed(1)]), TestActor);
        Assert.True(_table.TryFind(_alice, Moment, out _));
        Assert.Equal(new BatchConfirmed(7, 3), ExpectMsg<BatchConfirmed>());
        // That the third is the last one says nothing about whether it came.
        _edge.Tell(new TunnelBatch(7, 3, []), TestActor);
        Assert.Equal(new BatchConfirmed(7, BatchConfirmed.Heard), ExpectMsg<BatchConfirmed>());
    }

    [Fact]
    public void Batches_change_the_table_and_versions_decide()
    {
        _edge.Tell(new TunnelBatch(1, 1, [Changed(1), Changed(3)]));
        _edge.Tell(new TunnelBatch(2, 1, [Changed(2) with { Tunnel = null }]));
        Assert.True(_table.TryFind(_alice, Moment, out _));
        _edge.Tell(new TunnelBatch(2, 2, [Changed(4) with { Tunnel = null }]));
        Assert.False(_table.TryFind(_alice, Moment, out _));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 32) + 3)]
    public void A_version_that_no_journal_has_does_not_stand_for_ever(long version)
    {
        _edge.Tell(new TunnelBatch(1, 1, [Changed(1), Changed(version) with { Tunnel = null }]));
        _edge.Tell(new Transmit(_alice, Way, [], Moment, Changed(version)));
        Assert.True(_table.TryFindVersion(_alice, out var known));
        Assert.Equal(1, known);
        Assert.Equal(2, _metrics.Refused);
        _edge.Tell(new TunnelBatch(1, 2, [Changed(2) with { Tunnel = null }]));
        Assert.False(_table.TryFind(_alice, Moment, out _));
        // A removal is remembered.
        _edge.Tell(new TunnelBatch(1, 3, [Changed(version)]));
        Assert.Equal(3, _metrics.Refused);
        _edge.Tell(new TunnelBatch(1, 4, [Changed(2 + (1L << 32))]));
        Assert.Equal(3, _metrics.Refused);
    }

    [Fact]
    public void The_store_is_asked_for_what_is_missing_and_for_nothing_else()
    {
        _edge.Tell(new TunnelBatch(1, 0, []));
        Assert.Equal([SyncCause.MissedBatches], _requests);
        _edge.Tell(new TunnelBatch(1, 1, [Changed(1)]));
        Assert.Single(_requests);
        Assert.Equal(0, _metrics.Missed);
        _edge.Tell(new TunnelBatch(1, 4, [Changed(2)]));
        Assert.Equal(2, _requests.Count);
        Assert.Equal(2, _metrics.Missed);
        Assert.True(_table.TryFindVersion(_alice, out var version));
        Assert.Equal(2, version);
    }

    private TunnelChanged Changed(long version) => new(
        new HomeAddresses(_alice, default), EntityFixture.Back(Way), version, Moment.AddMinutes(10));
}
