using Akka.Actor;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Edge.Steering;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Steering;

/// <summary>A frame may come in by any edge; one kernel opens it. Seen from e2: both mobile nodes are e1's.</summary>
public sealed class FrameSteeringTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly Akka.TestKit.Xunit2.TestKit _kit = new("akka.loglevel = OFF\nakka.test.single-expect-default = 30s");
    private readonly HomeAgentOptions _options = TwoKernels.Options(("Edge:Name", "e2"));
    private readonly HomeAgentMetrics _metrics = new();
    private readonly NumberGrants _grants = new();
    private readonly EdgePeers _peers;
    private readonly FrameSteering _steering;
    private readonly EdgeMetrics _edge;
    private readonly AuditLog _audit;
    private readonly TestProbe _other;
    private readonly MobileNode _alice;

    public FrameSteeringTests()
    {
        _other = _kit.CreateTestProbe();
        _alice = new MobileNode(_options, Configured.Alice);
        var state = new EdgeState(expected: true);
        state.Read(asMember: true);
        _peers = new EdgePeers(_options, state);
        _edge = new EdgeMetrics(_metrics, new BindingTable());
        _audit = new AuditLog(_metrics, TimeProvider.System, NullLogger<AuditLog>.Instance);
        _steering = new FrameSteering(_options, new ConfiguredMobileNodes(_options), _peers, _grants, _edge, _audit);
        See("e1");
    }

    public void Dispose() => _kit.Dispose();

    [Fact]
    public void What_another_edge_owns_goes_there_as_it_came()
    {
        var frame = _alice.Seal(MobileNode.Update(1));
        Assert.True(Take(frame));
        var steered = _other.ExpectMsg<SteeredFrame>();
        Assert.Equal(("e2", _alice.Ingress, Now), (steered.From, steered.Ingress, steered.Since));
        Assert.Equal(frame, steered.Packet);
        Assert.Equal(1, _edge.SteeredFrames(toOwner: true));
    }

    [Fact]
    public void Who_has_taken_over_keeps_what_comes_as_soon_as_it_has_numbers()
    {
        See();
        Assert.True(Take(_alice.Seal(MobileNode.Update(1))));
        Assert.Equal(1, _metrics.Drops(DropReason.NumbersNotClaimed));
        Assert.Equal([_alice.HomeAddress], _grants.TakeDemands());
        _grants.Take(new NumbersClaimed(_alice.HomeAddress, 1, 0, 0, 0, 256));
        Assert.False(Take(_alice.Seal(MobileNode.Update(2))));

        // The owner is back.
        See("e1");
        Assert.True(Take(_alice.Seal(MobileNode.Update(3))));
        _other.ExpectMsg<SteeredFrame>();
    }

    [Fact]
    public void Nobody_there_or_not_within_reach_is_a_counted_drop()
    {
        _peers.Clear();
        Assert.True(Take(_alice.Seal(MobileNode.Update(1))));
        Assert.Equal(1, _metrics.Drops(DropReason.OwnerUnknown));
        _peers.Update(new Dictionary<string, IActorRef>(), ["e1"]);
        Assert.True(Take(_alice.Seal(MobileNode.Update(1))));
        Assert.Equal(1, _metrics.Drops(DropReason.EdgeUnreachable));
        _other.ExpectNoMsg(100);
    }

    [Fact]
    public void What_was_steered_once_is_not_steered_again()
    {
        var frame = _alice.Seal(MobileNode.Update(1));
        Assert.Equal(DropReason.SteeredTwice, _steering.WhyNotOurs(frame, out var home));
        Assert.Equal(_alice.HomeAddress, home);
        See();
        Assert.Equal(DropReason.NumbersNotClaimed, _steering.WhyNotOurs(frame, out _));
        _grants.Take(new NumbersClaimed(_alice.HomeAddress, 1, 0, 0, 0, 256));
        Assert.Equal(DropReason.None, _steering.WhyNotOurs(frame, out _));
        Assert.Equal(DropReason.Truncated, _steering.WhyNotOurs(frame.AsSpan(0, 41), out _));
        _other.ExpectNoMsg(100);
    }

    [Fact]
    public void An_SPI_of_an_edge_names_it_while_it_is_there()
    {
        Assert.Equal(("e2", "e1", "e1"), (_peers.OwnerOf(8192, _alice.HomeAddress), _peers.OwnerOf(1001, _alice.HomeAddress), _peers.OwnerOf(99_999, _alice.HomeAddress)));
        See();
        Assert.Equal("e2", _peers.OwnerOf(1001, _alice.HomeAddress));
        Assert.Null(_peers.OwnerOf(99_999, Ipv6Address.Parse("2001:db8:2::1")));
    }

    [Theory]
    [InlineData(99_999u, Configured.Alice, DropReason.UnknownSecurityParametersIndex)]
    [InlineData(2001u, Configured.Alice, DropReason.SelectorMismatch)]
    [InlineData(1001u, "2001:db8:1::77", DropReason.UnknownHomeAddress)]
    public void What_nobody_can_have_sent_costs_no_other_edge_anything(uint spi, string source, DropReason why)
    {
        var frame = _alice.Seal(MobileNode.Update(1), source: Ipv6Address.Parse(source));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(Ipv6Header.Size), spi);
        Assert.True(Take(frame));
        Assert.Equal(1, _metrics.Drops(why));
        _other.ExpectNoMsg(100);
    }

    [Fact]
    public void Who_sends_too_much_in_the_name_of_one_node_makes_that_one_wait()
    {
        for (var i = 0; i < FrameSteering.EachPerSecond + 5; i++) Take(_alice.Seal(MobileNode.Update(i)));
        Assert.Equal(5, _metrics.Drops(DropReason.RateLimited));
        Take(new MobileNode(_options, Configured.Bob).Seal(MobileNode.Update(1)));
        for (var i = 0; i < FrameSteering.EachPerSecond + 1; i++) _other.ExpectMsg<SteeredFrame>();
        _other.ExpectNoMsg(100);
    }

    [Fact]
    public void An_edge_takes_what_it_can_use_and_counts_the_rest()
    {
        var (clock, arrivals, woken) = (new ManualClock(), new SteeredArrivals(1), 0);
        arrivals.Open(() => woken++);
        var actor = _kit.Sys.ActorOf(Props.Create(() => new SteeringActor(_options, _peers, arrivals, null!, _edge, _audit, clock)));
        var good = new SteeredFrame("e1", _alice.Ingress, _alice.Seal(MobileNode.Update(1)), clock.Now);
        var clear = SignallingPackets.Write(MobileNode.Update(1), _options.HomeAgentAddress, _alice.HomeAddress);
        actor.Tell(good with { From = "e3" });
        actor.Tell(good with { Since = clock.Now.AddSeconds(-4) });
        actor.Tell(good with { Packet = good.Packet[..20] });
        actor.Tell(good with { Packet = clear });
        actor.Tell(good);
        actor.Tell(good);
        actor.Tell(new SteeredAnswer(_alice.Ingress, clear));
        _kit.AwaitCondition(() => _metrics.Drops(DropReason.UnprotectedSignalling) == 1, TimeSpan.FromSeconds(30));
        Assert.Equal((1, 1), (woken, _edge.SteeredFrames(toOwner: false)));
        foreach (var why in (DropReason[])[DropReason.EdgeUnreachable, DropReason.StaleMessage, DropReason.Truncated, DropReason.NotForUs, DropReason.QueueFull])
            Assert.Equal((why, 1), (why, _metrics.Drops(why)));
        Assert.True(arrivals.TryTake(out var ingress, out var packet));
        // So that the answer finds back.
        Assert.Equal(_alice.Ingress with { Edge = 1 }, ingress);
        Assert.Equal(good.Packet, packet);
    }

    [Fact]
    public void An_answer_leaves_under_numbers_that_were_given_and_by_the_edge_of_its_frame()
    {
        var shared = new SharedAnswers(_grants, _peers);
        var here = _alice.Ingress;
        var answer = Sealed(300);
        Assert.True(shared.TrySend(answer, here, out var why));
        Assert.Equal(DropReason.NumbersNotClaimed, why);
        _grants.Take(new NumbersClaimed(_alice.HomeAddress, 1, 0, 0, 256, 299));
        Assert.True(shared.TrySend(answer, here, out why));
        Assert.Equal(DropReason.NumbersNotClaimed, why);

        shared.Extend(new Transmit(_alice.HomeAddress, here, [], Now) { Grant = new OutboundGrant(1, 512) });
        Assert.False(shared.TrySend(answer, here, out why));
        Assert.True(shared.TrySend(answer, here with { Edge = 1 }, out why));
        Assert.Equal(DropReason.None, why);
        var back = _other.ExpectMsg<SteeredAnswer>();
        Assert.Equal(here, back.Ingress);
        Assert.Equal(answer, back.Packet);

        See();
        Assert.True(shared.TrySend(answer, here with { Edge = 1 }, out why));
        Assert.Equal(DropReason.EdgeUnreachable, why);
        shared.Ended(new FrameDropped(_alice.HomeAddress, Now) { LostClaim = 1 });
        Assert.False(_grants.Holds(_alice.HomeAddress));
    }

    private byte[] Sealed(uint number)
    {
        var packet = new byte[Ipv6Header.Size + 32];
        new Ipv6Header(0, 0, 32, IpProtocol.Esp, 64, _options.HomeAgentAddress, _alice.HomeAddress).Write(packet);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(Ipv6Header.Size), 1002);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(Ipv6Header.Size + 4), number);
        return packet;
    }

    /// <summary>These other edges are there, and ready.</summary>
    private void See(params string[] others) => _peers.Update(others.ToDictionary(name => name, _ => _other.Ref), others);

    private bool Take(byte[] frame) => _steering.TryTake(frame, _alice.Ingress, Now);
}
