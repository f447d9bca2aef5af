using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

public sealed class UpdatesUnderWayTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void What_is_too_much_for_the_journal_is_shed_and_the_next_one_is_welcome()
    {
        var updates = new UpdatesUnderWay(1);
        using var life = new EntityFixture(_store, _clock, updates: updates);
        var alice = new MobileNode(life.Options, Configured.Alice);
        Assert.True(updates.TryBegin());

        life.Send(alice.Frame(alice.Seal(MobileNode.Update(1)), _clock.Now));
        life.ExpectDrop(DropReason.QueueFull);
        Assert.Equal(0, _store.Rows);

        updates.End();
        life.Send(alice.Frame(alice.Seal(MobileNode.Update(2)), _clock.Now));
        Assert.Equal(BindingStatus.Accepted, alice.Open(life.ExpectAnswer()).Status);
        Assert.Equal(0, updates.Count);
    }

    [Fact]
    public void Whatever_becomes_of_an_update_its_place_is_free_again()
    {
        var updates = new UpdatesUnderWay(1);
        using var life = new EntityFixture(_store, _clock, updates: updates);
        var alice = new MobileNode(life.Options, Configured.Alice);

        life.Send(alice.Frame(new byte[100], _clock.Now));
        life.Edge.ExpectMsg<FrameDropped>();
        Assert.Equal(0, updates.Count);

        var entity = life.Entity(alice.HomeAddress);
        var death = life.Watch(entity);
        _store.Execute("ALTER TABLE journal RENAME TO gone");
        life.Send(alice.Frame(alice.Seal(MobileNode.Update(1)), _clock.Now));
        death.ExpectTerminated(entity);
        Assert.Equal(0, updates.Count);
    }

    [Fact]
    public void The_limit_is_well_below_the_queue_of_the_journal() =>
        Assert.True(UpdatesUnderWay.DefaultLimit <= JournalConfiguration.QueueSize / 2);
}
