using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 5846 at the entity: under its IPsec, by the way that the mobile node came.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly MobileNode _alice;
    private EntityFixture _life;

    public RevocationTests()
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
    [Clause("5846-6.1-protected", "5846-7-trigger", "5846-4-ipv4", "5846-7-rh2")]
    public void The_mobile_node_is_told_by_the_way_it_came_under_the_sa_of_acknowledgements()
    {
        Register(7);
        Revoke();
        var told = _life.ExpectAnswer();
        Assert.Equal(_alice.Ingress with { HomeAddressOption = true }, told.Ingress);
        Assert.Equal(Transmit.Unasked, told.Received);
        Assert.Null(told.Tunnel);
        Assert.Equal(RevocationTrigger.AdministrativeReason, Open(told).Trigger);
        Assert.Equal(1, _life.Metrics.RevocationIndications);
        // RFC 5846 7: until it is answered the binding stays.
        Assert.False(Stored().Deregistered);
        _life.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    [Clause("5846-6.2.2-delete", "5846-6.1-protected")]
    public void When_it_answers_the_binding_is_removed_durably_and_at_the_edges()
    {
        var before = Register(7);
        var asker = Revoke();
        Answer(Open(_life.ExpectAnswer()).Sequence);
        var removed = _life.ExpectTunnel();
        Assert.Null(removed.Tunnel);
        Assert.True(removed.Version > before.Version);
        Assert.Equal(before.Home, removed.Home);
        Assert.Equal(new BindingRevoked(_alice.HomeAddress, RevocationOutcome.Acknowledged, RevocationStatus.Success), asker.ExpectMsg<BindingRevoked>());
        Assert.True(Stored().Deregistered);
        Assert.Equal(7, Stored().Sequence.Value);
        _life.Edge.ExpectMsg<FrameDropped>();
        Assert.Equal(1, _life.Metrics.Revocations(RevocationOutcome.Acknowledged));
        Assert.Equal(RevocationOutcome.NoBinding, Revoke().ExpectMsg<BindingRevoked>().Outcome);
    }

    [Fact]
    public void A_refusal_of_the_mobile_node_does_not_keep_the_binding()
    {
        Register(7);
        var asker = Revoke();
        Answer(Open(_life.ExpectAnswer()).Sequence, RevocationStatus.RevocationTriggerNotSupported);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        Assert.Equal(RevocationStatus.RevocationTriggerNotSupported, asker.ExpectMsg<BindingRevoked>().Status);
    }

    [Fact]
    [Clause("5846-6.2.2-match", "5846-6.1-protected")]
    public void An_answer_to_something_else_or_without_protection_counts_for_nothing()
    {
        Register(7);
        Answer(0);
        _life.ExpectDrop(DropReason.UnexpectedMessage);
        Revoke();
        var sequence = Open(_life.ExpectAnswer()).Sequence;
        Answer((ushort)(sequence + 1));
        _life.ExpectDrop(DropReason.UnexpectedMessage);
        var clear = SignallingPackets.Write(Acknowledgement(sequence), _alice.HomeAddress, _life.Options.HomeAgentAddress);
        _life.Send(new OpenedFrame(_alice.HomeAddress, _alice.Ingress, clear, _clock.Now));
        _life.ExpectDrop(DropReason.UnprotectedSignalling);
        Assert.False(Stored().Deregistered);
    }

    [Fact]
    [Clause("5846-6.3-retransmit", "5846-6.3-backoff", "5846-6.3-clean-up")]
    public void Without_an_answer_it_is_told_once_more_and_then_the_binding_is_removed_all_the_same()
    {
        Register(7);
        var asker = Revoke();
        var first = Open(_life.ExpectAnswer());
        _clock.Now += TimeSpan.FromSeconds(1);
        // By any edge: the first one may be gone.
        Assert.Equal(first, Open(_life.Tunnels.ExpectMsg<Transmit>()));
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        Assert.Equal(new BindingRevoked(_alice.HomeAddress, RevocationOutcome.Unacknowledged), asker.ExpectMsg<BindingRevoked>());
        Assert.Equal(2, _life.Metrics.RevocationIndications);
    }

    [Fact]
    [Clause("5846-11-configurable")]
    public void Number_and_delay_are_the_configurations()
    {
        var options = Configured.Options(("BindingRevocation:MaxRetries", "0"), ("BindingRevocation:InitialDelay", "00:00:05"));
        using var life = new EntityFixture(_store, _clock, options);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        life.ExpectAnswer();
        life.ExpectTunnel();
        var asker = Revoke(life: life);
        life.ExpectAnswer();
        _clock.Now += TimeSpan.FromSeconds(4.9);
        asker.ExpectNoMsg(TimeSpan.FromSeconds(1.5));
        _clock.Now += TimeSpan.FromSeconds(0.1);
        Assert.Equal(RevocationOutcome.Unacknowledged, asker.ExpectMsg<BindingRevoked>().Outcome);
        Assert.Equal(1, life.Metrics.RevocationIndications);
    }

    [Fact]
    [Clause("5846-7-crossing")]
    public void A_binding_update_that_crosses_an_administrative_revocation_is_refused()
    {
        Register(7);
        var asker = Revoke();
        var sequence = Open(_life.ExpectAnswer()).Sequence;
        Assert.Equal(BindingStatus.AdministrativelyProhibited, Update(8));
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        Answer(sequence);
        Assert.Equal(RevocationOutcome.Acknowledged, asker.ExpectMsg<BindingRevoked>().Outcome);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        _life.Edge.ExpectMsg<FrameDropped>();
        Assert.Equal(BindingStatus.AdministrativelyProhibited, Update(9));
        _clock.Now += TimeSpan.FromSeconds(11);
        Assert.Equal(BindingStatus.Accepted, Update(10));
    }

    [Fact]
    [Clause("5846-7-crossing")]
    public void One_that_crosses_a_revocation_for_another_reason_is_accepted_and_ends_it()
    {
        Register(7);
        var asker = Revoke(RevocationTrigger.PossibleOutOfSyncBceState);
        _life.ExpectAnswer();
        Assert.Equal(BindingStatus.Accepted, Update(8));
        Assert.Equal(RevocationOutcome.Superseded, asker.ExpectMsg<BindingRevoked>().Outcome);
        Assert.Null(Stored().Revocation);
        _clock.Now += TimeSpan.FromSeconds(10);
        _life.ExpectTunnel();
        _life.Tunnels.ExpectNoMsg(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    [Clause("5846-7-v")]
    public void Of_the_ipv4_home_address_only_the_rest_stays_bound()
    {
        Assert.Equal(Ipv4Address.Parse("10.10.0.10"), Register(1, withIpv4: true).Home.Ipv4);
        var asker = Revoke(ipv4Only: true);
        var told = Open(_life.ExpectAnswer());
        Assert.Equal(BindingRevocationFlags.Ipv4HomeAddressBindingOnly, told.Flags);
        Assert.Equal(Ipv4Address.Parse("10.10.0.10"), told.Options.Find<Ipv4HomeAddressOption>()!.HomeAddress);
        Answer(told.Sequence);
        Assert.Equal(RevocationOutcome.Acknowledged, asker.ExpectMsg<BindingRevoked>().Outcome);
        var rest = _life.ExpectTunnel();
        Assert.NotNull(rest.Tunnel);
        Assert.Equal(default, rest.Home.Ipv4);
        Assert.Equal(RevocationOutcome.NoBinding, Revoke(ipv4Only: true).ExpectMsg<BindingRevoked>().Outcome);
    }

    [Fact]
    [Clause("5846-5.1-unique")]
    public void Two_operators_get_the_end_of_one_revocation()
    {
        Register(7);
        var (first, second) = (Revoke(), Revoke());
        var sequence = Open(_life.ExpectAnswer()).Sequence;
        Answer(sequence);
        Assert.Equal(RevocationOutcome.Acknowledged, first.ExpectMsg<BindingRevoked>().Outcome);
        Assert.Equal(RevocationOutcome.Acknowledged, second.ExpectMsg<BindingRevoked>().Outcome);
        Assert.Equal(1, _life.Metrics.RevocationIndications);
    }

    /// <summary>After kill -9 it is the mobile node's next Binding Update, or the operator, that wakes the entity.</summary>
    [Fact]
    public void The_next_life_goes_on_with_it_and_no_esp_number_is_used_twice()
    {
        Register(7);
        Revoke();
        var sequence = Open(_life.ExpectAnswer()).Sequence;
        _life.Dispose();
        _life = new EntityFixture(_store, _clock);
        var asker = Revoke();
        // Nobody knows the edge any more. Our own replay window takes it only with a number that was not used yet.
        Assert.Equal(sequence, Open(_life.Tunnels.ExpectMsg<Transmit>()).Sequence);
        Answer(sequence);
        Assert.Null(_life.ExpectTunnel().Tunnel);
        Assert.Equal(RevocationOutcome.Acknowledged, asker.ExpectMsg<BindingRevoked>().Outcome);
    }

    [Fact]
    public void When_its_shard_moves_it_is_woken_at_its_new_place()
    {
        Register(7);
        Revoke();
        Open(_life.ExpectAnswer());
        _life.Entity(_alice.HomeAddress).Tell(Stop.Instance, Akka.Actor.ActorRefs.NoSender);
        Assert.Equal(new LifetimeEnded(_alice.HomeAddress), _life.Pacer.ExpectMsg<LifetimeEnded>());
        _life.Dispose();
        _life = new EntityFixture(_store, _clock);
        _life.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress), Akka.Actor.ActorRefs.NoSender);
        Open(_life.Tunnels.ExpectMsg<Transmit>());
    }

    [Fact]
    public void A_change_of_the_mobile_node_does_not_silence_its_repetition()
    {
        var directory = new ChangingDirectory();
        using var life = new EntityFixture(_store, _clock, directory: directory);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        life.ExpectAnswer();
        life.ExpectTunnel();
        Revoke(life: life);
        var first = Open(life.ExpectAnswer());
        directory.Change(life.Options.MobileNodes[0] with { Ipv4HomeAddress = null });
        _clock.Now += TimeSpan.FromSeconds(1);
        // Our own replay window takes it only with a number that was not used yet.
        Assert.Equal(first, Open(life.Tunnels.ExpectMsg<Transmit>()));
    }

    [Fact]
    [Clause("5846-7-crossing")]
    public void The_next_life_does_not_forget_that_it_is_in_progress()
    {
        Register(7);
        Revoke();
        Open(_life.ExpectAnswer());
        _life.Dispose();
        _life = new EntityFixture(_store, _clock);
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(8)), _clock.Now));
        var answer = (Transmit)_life.Edge.FishForMessage(message => message is Transmit { Received: var received } && received != Transmit.Unasked);
        Assert.Equal(BindingStatus.AdministrativelyProhibited, _alice.Open(answer).Status);
    }

    [Fact]
    public void Where_there_is_no_binding_nothing_is_written_and_the_entity_ends()
    {
        Assert.Equal(RevocationOutcome.NoBinding, Revoke().ExpectMsg<BindingRevoked>().Outcome);
        Assert.IsType<Akka.Cluster.Sharding.Passivate>(_life.Shard.ReceiveOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, _store.Rows);
    }

    [Fact]
    public void Without_room_in_the_journal_the_binding_stays()
    {
        var updates = new UpdatesUnderWay(1);
        using var life = new EntityFixture(_store, _clock, updates: updates);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        life.ExpectAnswer();
        life.ExpectTunnel();
        Assert.True(updates.TryBegin());
        Assert.Equal(RevocationOutcome.Unavailable, Revoke(life: life).ExpectMsg<BindingRevoked>().Outcome);
        updates.End();
        Revoke(life: life);
        life.ExpectAnswer();
        Assert.Equal(0, updates.Count);
    }

    [Fact]
    public void Whoever_waits_is_told_when_the_journal_is_gone()
    {
        Register(7);
        _store.Execute("ALTER TABLE journal RENAME TO gone");
        Assert.Equal(RevocationOutcome.Unavailable, Revoke().ExpectMsg<BindingRevoked>().Outcome);
        _store.Execute("ALTER TABLE gone RENAME TO journal");
        Assert.Null(Stored().Revocation);
    }

    private TunnelChanged Register(int sequence, bool withIpv4 = false)
    {
        MobilityOption[] options = withIpv4 ? [new Ipv4HomeAddressOption(32, PrefixRequested: false, Ipv4Address.Parse("10.10.0.10"))] : [];
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, 600, options)), _clock.Now));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(_life.ExpectAnswer()).Status);
        return _life.ExpectTunnel();
    }

    private BindingStatus Update(int sequence)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence)), _clock.Now));
        return _alice.Open(_life.ExpectAnswer()).Status;
    }

    private Akka.TestKit.TestProbe Revoke(
        RevocationTrigger trigger = RevocationTrigger.AdministrativeReason, bool ipv4Only = false, EntityFixture? life = null)
    {
        var asker = (life ?? _life).NewProbe();
        (life ?? _life).Entity(_alice.HomeAddress).Tell(new RevokeBinding(_alice.HomeAddress, trigger, ipv4Only), asker.Ref);
        return asker;
    }

    private BindingRevocationIndication Open(Transmit told) => _alice.Open<BindingRevocationIndication>(told.Packet);

    private void Answer(ushort sequence, RevocationStatus status = RevocationStatus.Success) =>
        _life.Send(_alice.Frame(_alice.Seal(Acknowledgement(sequence, status)), _clock.Now));

    private static BindingRevocationAcknowledgement Acknowledgement(ushort sequence, RevocationStatus status = RevocationStatus.Success) =>
        new(status, sequence, BindingRevocationFlags.None, MobilityOptions.None);

    private Core.BindingCacheEntry Stored() => _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!;
}
