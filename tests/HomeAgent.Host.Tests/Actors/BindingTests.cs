using Akka.Actor;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class BindingTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;

    public BindingTests()
    {
        _life = new EntityFixture(_store, _clock);
        _alice = new MobileNode(_life.Options, Configured.Alice);
    }

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("6275-9.3.1-esp", "4877-4.1-esp")]
    public void A_binding_update_is_journalled_pushed_and_acknowledged()
    {
        var answer = Register(1);

        Assert.Equal(BindingStatus.Accepted, answer.Status);
        var pushed = _life.ExpectTunnel();
        Assert.Equal(EntityFixture.Back(_alice.Ingress), pushed.Tunnel);
        var row = _store.Bindings.Newest(_alice.HomeAddress);
        Assert.NotNull(row);
        Assert.Equal(pushed.Version, row.Version);
        Assert.Equal(1, row.State!.Entry!.Sequence.Value);
        Assert.Equal(1, _life.Lifetimes.Count);
        Assert.Equal(1, _life.Metrics.Answers(BindingStatus.Accepted));
    }

    /// <summary>The edge that sends the acknowledgement must not depend on a message by another way.</summary>
    [Fact]
    [Clause("5555-2.3.2.2-port")]
    public void An_acknowledgement_carries_its_tunnel_and_a_refusal_none()
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(5)), _clock.Now));
        Assert.Equal(_life.ExpectAnswer().Tunnel, _life.ExpectTunnel());

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(4)), _clock.Now));
        Assert.Null(_life.ExpectAnswer().Tunnel);

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(6, lifetimeSeconds: 0)), _clock.Now));
        var gone = _life.ExpectAnswer().Tunnel;
        Assert.Null(gone!.Tunnel);
        Assert.Equal(3, gone.Version);
    }

    /// <summary>IPsec is with the binding, so that there is one replay window and one counter whichever edge the frames come by.</summary>
    [Fact]
    public void Any_edge_takes_any_frame_and_answers_it_itself()
    {
        var entity = _life.Entity(_alice.HomeAddress);
        var other = _life.Watch(entity);
        var first = _alice.Seal(MobileNode.Update(1));
        _life.Send(_alice.Frame(first, _clock.Now));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(_life.ExpectAnswer()).Status);

        entity.Tell(_alice.Frame(_alice.Seal(MobileNode.Update(2)), _clock.Now), other.Ref);
        // Our own replay window takes it only with a number that was not used yet.
        Assert.Equal(2, _alice.Open(other.ExpectMsg<Transmit>()).Sequence.Value);

        entity.Tell(_alice.Frame(first, _clock.Now), other.Ref);
        other.ExpectMsg<FrameDropped>();
        Assert.Equal(1, _life.Metrics.Drops(DropReason.ReplayedPacket));
        Assert.False(_life.Edge.HasMessages);
    }

    [Fact]
    [Clause("6275-10.3.1-durable")]
    public void The_journal_is_written_before_the_acknowledgement_leaves()
    {
        for (var sequence = 1; sequence <= 20; sequence++)
        {
            _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence)), _clock.Now));
            var answer = _life.ExpectAnswer();
            Assert.Equal(sequence, _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!.Sequence.Value);
            Assert.Equal(BindingStatus.Accepted, _alice.Open(answer).Status);
        }
    }

    [Fact]
    [Clause("6275-10.3.1-durable")]
    public void Without_journal_there_is_no_acknowledgement_and_no_tunnel()
    {
        Register(1);
        _life.ExpectTunnel();
        var entity = _life.Entity(_alice.HomeAddress);
        var death = _life.Watch(entity);
        _store.Execute("ALTER TABLE journal RENAME TO gone");

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(2)), _clock.Now));

        death.ExpectTerminated(entity);
        _life.Edge.ExpectNoMsg(50);
        _life.Tunnels.ExpectNoMsg(0);
        Assert.Equal(1, _life.Metrics.PersistenceFailures);

        _store.Execute("ALTER TABLE gone RENAME TO journal");
        _life.Forget(_alice.HomeAddress);
        Assert.Equal(BindingStatus.Accepted, Register(3).Status);
    }

    [Fact]
    [Clause("6275-9.5.4-destination", "5555-4.2-ack-udp", "5555-5.1-refusal-back")]
    public void A_rejected_update_is_answered_by_the_way_it_came()
    {
        Register(100);
        _life.ExpectTunnel();
        _alice.Ingress = _alice.Ingress with { Remote = Ipv4Address.Parse("192.0.2.99"), RemotePort = 1234 };

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(99)), _clock.Now));

        var answer = _life.ExpectAnswer();
        Assert.Equal(_alice.Ingress, answer.Ingress);
        var acknowledgement = _alice.Open(answer);
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, acknowledgement.Status);
        Assert.Equal(100, acknowledgement.Sequence.Value);
        _life.Tunnels.ExpectNoMsg(50);
        // The second row is the same binding with the ESP number of the refused update.
        Assert.Equal(2, _store.Rows);
    }

    [Fact]
    [Clause("6275-10.3.1-whole-lifetime")]
    public void A_binding_ends_with_its_lifetime_and_the_edges_are_told()
    {
        Register(1, lifetimeSeconds: 60);
        var pushed = _life.ExpectTunnel();
        _clock.Now += TimeSpan.FromSeconds(61);
        var ended = new List<Ipv6Address>();
        _life.Lifetimes.Advance(_clock.Now, ended);
        Assert.Equal([_alice.HomeAddress], ended);

        _life.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress));

        var removed = _life.ExpectTunnel();
        Assert.Null(removed.Tunnel);
        Assert.Equal(pushed.Version, removed.Version);
        // Not a poison pill, which would not wait for the journal.
        Assert.IsType<Stop>(_life.Shard.ExpectMsg<Passivate>().StopMessage);
        // No memory of sequence numbers is left: a lower one is taken.
        Assert.Equal(BindingStatus.Accepted, Register(1).Status);
    }

    [Fact]
    public void A_stop_waits_for_what_came_before()
    {
        var entity = _life.Entity(_alice.HomeAddress);
        var death = _life.Watch(entity);

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        entity.Tell(ClusterLife.HandOffStopMessage);

        Assert.Equal(BindingStatus.Accepted, _alice.Open(_life.ExpectAnswer()).Status);
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        death.ExpectTerminated(entity);
    }

    /// <summary>The wheel has let go of the binding; if nobody put it back, it would never end.</summary>
    [Fact]
    public void A_clock_that_was_put_back_does_not_make_a_binding_immortal()
    {
        Register(1, lifetimeSeconds: 60);
        _life.ExpectTunnel();
        _life.Lifetimes.Advance(_clock.Now + TimeSpan.FromSeconds(61), []);
        Assert.Equal(0, _life.Lifetimes.Count);

        _life.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress));
        AwaitIdle();

        Assert.Equal(1, _life.Lifetimes.Count);
    }

    [Fact]
    public void A_recovered_binding_ends_with_its_lifetime_too()
    {
        Register(1, lifetimeSeconds: 60);
        _life.ExpectTunnel();
        var entity = _life.Entity(_alice.HomeAddress);
        var death = _life.Watch(entity);
        entity.Tell(Stop.Instance);
        death.ExpectTerminated(entity);
        _life.Forget(_alice.HomeAddress);
        _life.Lifetimes.Remove(_alice.HomeAddress);

        AwaitIdle();

        Assert.Equal(1, _life.Lifetimes.Count);
    }

    [Fact]
    public void A_look_at_the_clock_too_early_changes_nothing()
    {
        Register(1);
        _life.ExpectTunnel();
        _life.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress));
        AwaitIdle();
        Assert.False(_life.Tunnels.HasMessages);
        Assert.Equal(1, _life.Lifetimes.Count);
    }

    [Fact]
    [Clause("6275-10.3.2-acknowledgement", "6275-10.3.2-at-once", "6275-10.3.2-remember")]
    public void Deregistration_removes_the_tunnel_and_remembers_the_sequence_number_for_ten_seconds()
    {
        Register(10);
        _life.ExpectTunnel();
        Assert.Equal(BindingStatus.Accepted, Register(11, lifetimeSeconds: 0).Status);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        Assert.Equal(0, _life.Lifetimes.Count);

        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, Register(5).Status);

        _clock.Now += TimeSpan.FromSeconds(11);
        Assert.Equal(BindingStatus.Accepted, Register(6).Status);
    }

    [Fact]
    public void A_frame_that_waited_too_long_is_dropped()
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now - TimeSpan.FromSeconds(4)));
        _life.ExpectDrop(DropReason.StaleMessage);
        Assert.Equal(0, _store.Rows);
    }

    [Fact]
    public void A_frame_is_judged_by_its_age_and_goes_back_with_the_time_of_the_edge()
    {
        var received = _clock.Now.AddHours(-1);
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), received) with { Since = _clock.Now.AddSeconds(-2) });
        Assert.Equal(received, _life.ExpectAnswer().Received);
    }

    [Fact]
    public void The_journal_is_tried_with_our_own_address_only()
    {
        var stranger = Ipv6Address.Parse("2001:db8:1::77");
        _life.Entity(stranger).Tell(new TryJournal(stranger), _life.Edge);
        _life.Shard.ExpectMsg<Akka.Cluster.Sharding.Passivate>();
        Assert.Equal(0, _store.Rows);
        _life.Entity(_life.Options.HomeAgentAddress).Tell(new TryJournal(_life.Options.HomeAgentAddress), _life.Edge);
        _life.Edge.ExpectMsg<Tried>();
        Assert.Equal(1, _store.Rows);
    }

    /// <summary>The entity answers in order, and this without looking at the binding.</summary>
    private void AwaitIdle()
    {
        _life.Send(_alice.Frame([], _clock.Now - TimeSpan.FromMinutes(1)));
        _life.ExpectDrop(DropReason.StaleMessage);
    }

    private BindingAcknowledgement Register(int sequence, int lifetimeSeconds = 600)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, lifetimeSeconds)), _clock.Now));
        return _alice.Open(_life.ExpectAnswer());
    }
}
