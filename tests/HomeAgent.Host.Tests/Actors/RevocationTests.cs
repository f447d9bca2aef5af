using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 5846 at the entity: what an operator ends.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;

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
    public void A_revoked_binding_is_removed_durably_and_at_the_edges()
    {
        Register(7);
        var before = _life.ExpectTunnel();
        Assert.Equal(RevocationOutcome.Unacknowledged, Revoke().Outcome);
        var removed = _life.ExpectTunnel();
        Assert.Null(removed.Tunnel);
        Assert.True(removed.Version > before.Version);
        Assert.Equal(before.Home, removed.Home);
        var stored = _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!;
        Assert.True(stored.Deregistered);
        Assert.Equal(7, stored.Sequence.Value);
        Assert.Equal(RevocationOutcome.NoBinding, Revoke().Outcome);
    }

    [Fact]
    public void A_binding_update_sent_before_does_not_bring_it_back()
    {
        Register(7);
        _life.ExpectTunnel();
        Revoke();
        _life.ExpectTunnel();
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(7)), _clock.Now));
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, _alice.Open(_life.ExpectAnswer()).Status);
    }

    [Fact]
    public void Where_there_is_no_binding_nothing_is_written_and_the_entity_ends()
    {
        Assert.Equal(RevocationOutcome.NoBinding, Revoke().Outcome);
        Assert.IsType<Akka.Cluster.Sharding.Passivate>(_life.Shard.ReceiveOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, _store.Rows);
    }

    [Fact]
    public void Of_the_ipv4_home_address_only_the_rest_stays_bound()
    {
        Register(1, new Ipv4HomeAddressOption(32, PrefixRequested: false, Ipv4Address.Parse("10.10.0.10")));
        Assert.Equal(Ipv4Address.Parse("10.10.0.10"), _life.ExpectTunnel().Home.Ipv4);
        Revoke(ipv4Only: true);
        var rest = _life.ExpectTunnel();
        Assert.NotNull(rest.Tunnel);
        Assert.Equal(default, rest.Home.Ipv4);
        Assert.Equal(RevocationOutcome.NoBinding, Revoke(ipv4Only: true).Outcome);
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
        Assert.Equal(RevocationOutcome.Unavailable, Revoke(life: life).Outcome);
        life.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        updates.End();
        Assert.Equal(RevocationOutcome.Unacknowledged, Revoke(life: life).Outcome);
        Assert.Equal(0, updates.Count);
    }

    private void Register(int sequence, params MobilityOption[] options)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence, 600, options)), _clock.Now));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(_life.ExpectAnswer()).Status);
    }

    private BindingRevoked Revoke(bool ipv4Only = false, EntityFixture? life = null)
    {
        var asker = (life ?? _life).NewProbe();
        var request = new RevokeBinding(_alice.HomeAddress, RevocationTrigger.AdministrativeReason, ipv4Only);
        (life ?? _life).Entity(_alice.HomeAddress).Tell(request, asker.Ref);
        return asker.ExpectMsg<BindingRevoked>();
    }
}
