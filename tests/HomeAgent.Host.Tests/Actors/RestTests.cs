using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>An entity that nobody speaks to lets go of its IPsec, and nobody notices.</summary>
public sealed class RestTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly EntityFixture _life;

    public RestTests() => _life = new EntityFixture(_store, new ManualClock());

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Esp_numbers_go_on_where_they_were()
    {
        var before = Exchange(1);
        await _life.RestAsync(_alice.HomeAddress);
        Assert.Equal(before + 1, Exchange(2));
        await _life.RestAsync(_alice.HomeAddress);
        // As does what the journal knows of them.
        Assert.Equal(before + 2, Exchange(3));
        using var next = new EntityFixture(_store, _life.Clock);
        next.Send(_alice.Frame(_alice.Seal(MobileNode.Update(4)), _life.Clock.Now));
        Assert.True(MobileNode.EspSequence(next.ExpectAnswer().Packet) > before + 3);
    }

    [Fact]
    public async Task What_was_accepted_before_a_rest_is_a_replay_after_it()
    {
        var packet = _alice.Seal(MobileNode.Update(1));
        _life.Send(_alice.Frame(packet, _life.Clock.Now));
        _life.ExpectAnswer();
        await _life.RestAsync(_alice.HomeAddress);
        _life.Send(_alice.Frame(packet, _life.Clock.Now));
        _life.ExpectDrop(DropReason.ReplayedPacket);
        Exchange(2);
    }

    /// <summary>Nothing in the journal tells of it.</summary>
    [Fact]
    public async Task Who_has_accepted_a_number_without_a_decision_does_not_rest()
    {
        Exchange(1);
        var packet = _alice.SealBroken(MobileNode.Update(2));
        _life.Send(_alice.Frame(packet, _life.Clock.Now));
        _life.ExpectDrop(DropReason.BadChecksum);
        Assert.Equal(1, await _life.StaySilentAsync(_alice.HomeAddress));
        _life.Send(_alice.Frame(packet, _life.Clock.Now));
        _life.ExpectDrop(DropReason.ReplayedPacket);
        Exchange(3);
        await _life.RestAsync(_alice.HomeAddress);
    }

    /// <returns>The ESP number of the answer.</returns>
    private uint Exchange(int sequence)
    {
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence)), _life.Clock.Now));
        var answer = _life.ExpectAnswer();
        Assert.Equal(BindingStatus.Accepted, _alice.Open(answer).Status);
        return MobileNode.EspSequence(answer.Packet);
    }
}
