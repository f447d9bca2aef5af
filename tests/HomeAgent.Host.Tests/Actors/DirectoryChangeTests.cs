using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>A mobile node is changed or removed while its entity lives.</summary>
public sealed class DirectoryChangeTests : IDisposable
{
    private static readonly HomeAgentOptions Rekeyed = Configured.Options(
        ("MobileNodes:0:BindingUpdate:EncryptionKey", "ff0102030405060708090a0b0c0d0e0f10111213"),
        ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", "fe0102030405060708090a0b0c0d0e0f10111213"));

    private readonly TemporaryStore _store = new();
    private readonly ChangingDirectory _directory = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly EntityFixture _life;

    public DirectoryChangeTests() => _life = new EntityFixture(_store, new ManualClock(), directory: _directory);

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void New_keys_are_in_force_at_once_and_old_ones_are_not()
    {
        Assert.Equal(BindingStatus.Accepted, Exchange(_alice, 1));
        _directory.Change(Rekeyed.MobileNodes[0]);

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(2)), _life.Clock.Now));
        _life.ExpectDrop(DropReason.SecurityFailure);
        Assert.Equal(BindingStatus.Accepted, Exchange(new MobileNode(Rekeyed, Configured.Alice), 3));
    }

    [Fact]
    public async Task Keys_that_are_new_after_a_rest_are_in_force_and_old_ones_are_not()
    {
        Assert.Equal(BindingStatus.Accepted, Exchange(_alice, 1));
        await _life.RestAsync(_alice.HomeAddress);
        _directory.Change(Rekeyed.MobileNodes[0]);

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(2)), _life.Clock.Now));
        _life.ExpectDrop(DropReason.SecurityFailure);
        Assert.Equal(BindingStatus.Accepted, Exchange(new MobileNode(Rekeyed, Configured.Alice), 3));
    }

    [Fact]
    public async Task Who_is_removed_during_a_rest_is_not_served()
    {
        Assert.Equal(BindingStatus.Accepted, Exchange(_alice, 1));
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        await _life.RestAsync(_alice.HomeAddress);
        _directory.Change(null);

        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(2)), _life.Clock.Now));

        _life.ExpectDrop(DropReason.UnknownHomeAddress);
        Assert.Null(_life.ExpectTunnel().Tunnel);
    }

    [Fact]
    public void Who_is_removed_loses_his_tunnel()
    {
        Assert.Equal(BindingStatus.Accepted, Exchange(_alice, 1));
        Assert.NotNull(_life.ExpectTunnel().Tunnel);
        _directory.Change(null);

        _life.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress), Akka.Actor.ActorRefs.NoSender);

        Assert.Null(_life.ExpectTunnel().Tunnel);
    }

    [Fact]
    public void Who_is_removed_while_his_entity_sleeps_loses_his_tunnel_too()
    {
        Assert.Equal(BindingStatus.Accepted, Exchange(_alice, 1));
        _life.Dispose();
        _directory.Change(null);

        using var next = new EntityFixture(_store, new ManualClock(), directory: _directory);
        next.Entity(_alice.HomeAddress).Tell(new LifetimeEnded(_alice.HomeAddress), Akka.Actor.ActorRefs.NoSender);

        Assert.Null(next.ExpectTunnel().Tunnel);
    }

    [Fact]
    public void Who_is_removed_is_not_served()
    {
        _directory.Change(null);
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _life.Clock.Now));
        _life.ExpectDrop(DropReason.UnknownHomeAddress);
    }

    private BindingStatus Exchange(MobileNode node, int sequence)
    {
        _life.Send(node.Frame(node.Seal(MobileNode.Update(sequence)), _life.Clock.Now));
        return node.Open(_life.ExpectAnswer()).Status;
    }
}
