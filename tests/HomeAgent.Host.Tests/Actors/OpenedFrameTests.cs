using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>IPsec is the kernel's at the edge: the entity gets and gives clear messages.</summary>
public sealed class OpenedFrameTests : IDisposable
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private EntityFixture _life;

    public OpenedFrameTests() => _life = Start();

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void A_binding_update_is_journalled_pushed_and_acknowledged_in_the_clear()
    {
        _life.Send(Opened(1));

        var answer = _life.ExpectAnswer();
        Assert.Equal(1, _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!.Sequence.Value);
        Assert.Equal(EntityFixture.Back(_alice.Ingress), _life.ExpectTunnel().Tunnel);
        Assert.Equal(_alice.Ingress, answer.Ingress);
        Assert.Equal(BindingStatus.Accepted, Read(answer).Status);
    }

    [Fact]
    public void Numbers_of_the_kernel_are_durable_with_room_for_the_answers()
    {
        _life.Send(Opened(1, new KernelNumbers(7, 5, 2)));
        _life.ExpectAnswer();
        Assert.Equal(new EspState(7, 5, 2 + SignallingIpsec.Block), Durable());

        // Half of the block is left: nothing new is reserved, and what arrived late does not lower anything.
        _life.Send(Opened(2, new KernelNumbers(7, 4, 100)));
        _life.ExpectAnswer();
        Assert.Equal(new EspState(7, 5, 2 + SignallingIpsec.Block), Durable());

        _life.Send(Opened(3, new KernelNumbers(7, 9, 200)));
        _life.ExpectAnswer();
        Assert.Equal(new EspState(7, 9, 200 + SignallingIpsec.Block), Durable());

        // Other keys count from the start, but never again what was used for sending.
        _life.Send(Opened(4, new KernelNumbers(8, 1, 0)));
        _life.ExpectAnswer();
        Assert.Equal(new EspState(8, 1, 200 + SignallingIpsec.Block), Durable());
    }

    [Fact]
    public void Without_numbers_what_is_durable_stays()
    {
        _life.Send(Opened(1, new KernelNumbers(7, 5, 2)));
        _life.ExpectAnswer();
        _life.Send(Opened(2));
        _life.ExpectAnswer();
        Assert.Equal(new EspState(7, 5, 2 + SignallingIpsec.Block), Durable());
    }

    [Fact]
    public void What_is_sealed_is_none_of_its_business() => ExpectRefusal(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));

    [Fact]
    public void Nobody_gets_past_our_own_ipsec_by_saying_that_a_frame_is_open()
    {
        _life.Dispose();
        _life = new EntityFixture(_store, _clock);
        ExpectRefusal(Opened(1));
    }

    [Theory]
    [Clause("6275-10.3.1-k-set")]
    [InlineData(true, BindingAcknowledgementFlags.KeyManagementMobilityCapability)]
    [InlineData(false, BindingAcknowledgementFlags.None)]
    public void The_key_management_follows_if_there_is_one(bool negotiated, BindingAcknowledgementFlags expected)
    {
        if (negotiated) Restart(("Ike:Identity", "ha"), ("MobileNodes:0:Ike:Identity", "alice"), ("MobileNodes:0:Ike:PresharedKey", "x"),
            ("MobileNodes:0:BindingUpdate:Spi", null), ("MobileNodes:0:BindingUpdate:EncryptionKey", null),
            ("MobileNodes:0:BindingAcknowledgement:Spi", null), ("MobileNodes:0:BindingAcknowledgement:EncryptionKey", null));
        var update = MobileNode.Update(1);

        _life.Send(Opened(update with { Flags = update.Flags | BindingUpdateFlags.KeyManagementMobilityCapability }));
        Assert.Equal(expected, Read(_life.ExpectAnswer()).Flags);

        _life.Send(Opened(2));
        Assert.Equal(BindingAcknowledgementFlags.None, Read(_life.ExpectAnswer()).Flags);
    }

    private void Restart(params (string Key, string? Value)[] changes)
    {
        _life.Dispose();
        _life = Start(changes);
    }

    private EntityFixture Start(params (string Key, string? Value)[] changes) => new(_store, _clock, Configured.Options([("Ipsec", "Kernel"), .. changes]));

    private OpenedFrame Opened(int sequence, KernelNumbers? numbers = null) => Opened(MobileNode.Update(sequence), numbers);

    private OpenedFrame Opened(BindingUpdate update, KernelNumbers? numbers = null) =>
        new(_alice.HomeAddress, _alice.Ingress, SignallingPackets.Write(update, _alice.HomeAddress, HomeAgent), _clock.Now, numbers);

    private EspState Durable() => _store.Bindings.Newest(_alice.HomeAddress)!.State!.Esp;

    private void ExpectRefusal(ISignallingFrame frame)
    {
        _life.Send(frame);
        _life.ExpectDrop(DropReason.UnprotectedSignalling);
        Assert.Equal(0, _store.Rows);
    }

    private BindingAcknowledgement Read(Transmit answer)
    {
        Assert.True(MobilityHeaderCodec.TryRead(answer.Packet.AsSpan(Ipv6Header.Size), HomeAgent, _alice.HomeAddress, out var message, out _));
        return Assert.IsType<BindingAcknowledgement>(message);
    }
}
