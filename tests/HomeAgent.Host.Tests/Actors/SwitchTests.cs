using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 5142 at the entity: under its IPsec, when it has its turn, by the way that the mobile node came.</summary>
public sealed class SwitchTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.2);
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly MobileNode _alice;
    private EntityFixture _life;

    public SwitchTests()
    {
        _life = Live();
        _alice = new MobileNode(_life.Options, Configured.Alice);
    }

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("5142-5.1-protected", "5142-5.1-list", "5142-5.2-advice")]
    public void The_mobile_node_is_told_in_its_turn_under_the_sa_of_acknowledgements()
    {
        Register(7);
        Switch(TimeSpan.FromMinutes(10));
        _life.Edge.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        GiveTurn();
        var told = _life.ExpectAnswer();
        Assert.Equal(_alice.Ingress with { HomeAddressOption = true }, told.Ingress);
        Assert.Equal(Transmit.Unasked, told.Received);
        var message = Open(told);
        Assert.Equal([Ipv6Address.Parse("2001:db8:1::2")], message.HomeAgents.AsEnumerable());
        Assert.Equal(150, message.Options.Find<BindingRefreshAdviceOption>()!.Interval.Units);
        Assert.Equal(1, _life.Metrics.SwitchMessages);
        Assert.Equal(_clock.Now.AddMinutes(10), Stored().Switch!.Until);
        // Nothing of the tunnel has changed.
        _life.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    [Clause("5142-5.2-retransmit", "5142-5.2-backoff")]
    public void Without_a_deregistration_it_asks_for_another_turn_and_with_one_it_is_over()
    {
        Register(7);
        Switch(TimeSpan.Zero);
        GiveTurn();
        Open(_life.ExpectAnswer());
        _clock.Now += TimeSpan.FromSeconds(5);
        Wake();
        GiveTurn();
        // By any edge: the first one may be gone.
        Open(_life.Tunnels.ExpectMsg<Transmit>());
        _clock.Now += TimeSpan.FromSeconds(5);
        Wake();
        _life.Pacer.ExpectNoMsg(Soon);
        Assert.Equal(BindingStatus.Accepted, Update(8, lifetime: 0));
        _clock.Now += TimeSpan.FromSeconds(5);
        Wake();
        _life.Pacer.ExpectNoMsg(Soon);
        Assert.Equal(1, _life.Metrics.Switches(SwitchEnd.Deregistered));
        Assert.Equal(2, _life.Metrics.SwitchMessages);
        Assert.Equal(BindingStatus.Accepted, Update(9));
        Assert.Null(Stored().Switch);
    }

    [Fact]
    [Clause("5142-5.3-keep-serving", "5142-5.3-129")]
    public void Who_stays_is_served_and_refused_with_129_when_the_time_is_over()
    {
        Register(7);
        Switch(TimeSpan.FromSeconds(60));
        Assert.Equal(BindingStatus.Accepted, Update(8));
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        Assert.Equal(_clock.Now.AddSeconds(60), Stored().Expires);
        _clock.Now += TimeSpan.FromSeconds(57);
        Assert.Equal(BindingStatus.AdministrativelyProhibited, Update(9));
        Assert.Equal(_clock.Now.AddSeconds(3), Stored().Expires);
        Assert.False(Stored().Deregistered);
    }

    [Fact]
    public void The_next_life_goes_on_with_it_and_no_esp_number_is_used_twice()
    {
        Register(7);
        Switch(TimeSpan.FromMinutes(10));
        GiveTurn();
        Open(_life.ExpectAnswer());
        _life.Dispose();
        _life = Live();
        _life.Entity(_alice.HomeAddress);
        GiveTurn();
        // Nobody knows the edge any more. Our own replay window takes it only with a number that was not used yet.
        Open(_life.Tunnels.ExpectMsg<Transmit>());
    }

    [Fact]
    public void Whoever_was_told_to_go_may_be_let_stay()
    {
        Register(7);
        Switch(TimeSpan.Zero);
        Assert.Equal(SwitchOutcome.Withdrawn, Told(null));
        Assert.Equal(1, _life.Metrics.Switches(SwitchEnd.Withdrawn));
        Assert.Equal(BindingStatus.Accepted, Update(8));
        _life.Pacer.ExpectMsg<SwitchTurnWanted>();
        _life.Pacer.Reply(SwitchTurn.Instance);
        _life.Tunnels.ExpectMsg<TunnelChanged>();
        _life.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Assert.Equal(SwitchOutcome.Withdrawn, Told(null));
    }

    [Fact]
    public void Where_there_is_no_binding_nothing_is_written_and_the_entity_ends()
    {
        Assert.Equal(SwitchOutcome.NoBinding, Told(TimeSpan.Zero));
        Assert.IsType<Akka.Cluster.Sharding.Passivate>(_life.Shard.ReceiveOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, _store.Rows);
    }

    /// <summary>RFC 5142 10: other home agents are nobody's business.</summary>
    [Fact]
    [Clause("5142-5.1-protected")]
    public void Without_encryption_nobody_is_told()
    {
        _life.Dispose();
        _life = Live(
            ("AllowLegacySuites", "true"), ("MobileNodes:0:BindingAcknowledgement:Suite", "null-hmac-sha2-256-128"),
            ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", null), ("MobileNodes:0:BindingAcknowledgement:IntegrityKey", new string('5', 64)));
        var node = new MobileNode(_life.Options, Configured.Alice);
        _life.Send(node.Frame(node.Seal(MobileNode.Update(1)), _clock.Now));
        Assert.Equal(BindingStatus.Accepted, node.Open(_life.ExpectAnswer()).Status);
        Assert.Equal(SwitchOutcome.Unprotected, Told(TimeSpan.Zero));
        _life.Pacer.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Without_room_in_the_journal_nothing_begins()
    {
        var updates = new UpdatesUnderWay(1);
        using var life = new EntityFixture(_store, _clock, updates: updates);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        life.ExpectAnswer();
        Assert.True(updates.TryBegin());
        Assert.Equal(SwitchOutcome.Unavailable, Told(TimeSpan.Zero, life));
        updates.End();
        Assert.Equal(SwitchOutcome.Begun, Told(TimeSpan.Zero, life));
        Assert.Equal(0, updates.Count);
    }

    /// <summary>The real clock: two of three that ask at once wait.</summary>
    [Fact]
    [Clause("5142-7-cap")]
    public void The_pacer_lets_one_after_the_other_send()
    {
        var interval = TimeSpan.FromMilliseconds(300);
        var asked = DateTimeOffset.UtcNow;
        var pacer = _life.Actor(Props.Create(() => new SwitchPacer(new SwitchPace<IActorRef>(interval, asked), TimeProvider.System)));
        var probe = _life.NewProbe();
        for (var i = 0; i < 3; i++) pacer.Tell(new SwitchTurnWanted(new Ipv6Address((uint)i)), probe.Ref);
        for (var i = 1; i <= 3; i++)
        {
            probe.ExpectMsg<SwitchTurn>();
            Assert.True(DateTimeOffset.UtcNow - asked >= interval * i);
        }
        probe.ExpectNoMsg(interval * 2);
    }

    private EntityFixture Live(params (string Key, string? Value)[] changes) =>
        new(_store, _clock, Configured.Options([("AddressDiscovery:HomeAgents:0:Address", "2001:db8:1::2"), .. changes]));

    private void Register(int sequence)
    {
        Assert.Equal(BindingStatus.Accepted, Update(sequence));
        _life.ExpectTunnel();
    }

    private BindingStatus Update(int sequence, int lifetime = 600)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, lifetime)), _clock.Now));
        return _alice.Open(_life.ExpectAnswer()).Status;
    }

    private void Switch(TimeSpan within) => Assert.Equal(SwitchOutcome.Begun, Told(within));

    private SwitchOutcome Told(TimeSpan? within, EntityFixture? life = null)
    {
        var asker = (life ?? _life).NewProbe();
        (life ?? _life).Entity(_alice.HomeAddress).Tell(new SwitchHomeAgent(_alice.HomeAddress, within), asker.Ref);
        return asker.ExpectMsg<SwitchAnswer>().Outcome;
    }

    private void GiveTurn()
    {
        Assert.Equal(_alice.HomeAddress, _life.Pacer.ExpectMsg<SwitchTurnWanted>().MobileNode);
        _life.Pacer.Reply(SwitchTurn.Instance);
    }

    private void Wake() => _life.Entity(_alice.HomeAddress).Tell(SwitchDue.Instance, ActorRefs.NoSender);

    private HomeAgentSwitch Open(Transmit told) => _alice.Open<HomeAgentSwitch>(told.Packet);

    private Core.BindingCacheEntry Stored() => _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!;
}
