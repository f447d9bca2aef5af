using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>Each of them is counted, none changes a binding.</summary>
[Clause("5555-5-fresh", "4301-5.2-audit")]
public sealed class HostileFrameTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly EntityFixture _life;
    private readonly MobileNode _alice;
    private readonly MobileNode _bob;

    public HostileFrameTests()
    {
        _life = new EntityFixture(_store, _clock);
        _alice = new MobileNode(_life.Options, Configured.Alice);
        _bob = new MobileNode(_life.Options, Configured.Bob);
    }

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("6275-5.1-manual-replay", "5555-5-outer", "4303-3.4.3-window")]
    public void A_replayed_update_from_elsewhere()
    {
        var sealedUpdate = Registered();
        var foreign = _alice.Ingress with { Remote = Ipv4Address.Parse("192.0.2.66") };

        _life.Send(_alice.Frame(sealedUpdate, _clock.Now) with { Ingress = foreign });

        AssertRefused(DropReason.ReplayedPacket);
    }

    [Fact]
    [Clause("4877-4.1-integrity", "4303-3.4.4-integrity")]
    public void Any_altered_byte()
    {
        Registered();
        var packet = _alice.Seal(MobileNode.Update(2));
        // From the ESP sequence number on: the SPI before it chose the entity and the SA.
        for (var position = 44; position < packet.Length; position++)
        {
            var altered = packet.ToArray();
            altered[position] ^= 0x10;
            _life.Send(_alice.Frame(altered, _clock.Now));
            _life.Edge.ExpectMsg<HomeAgent.Actors.FrameDropped>();
        }
        Assert.Equal(packet.Length - 44, _life.Metrics.Drops(DropReason.SecurityFailure) + _life.Metrics.Drops(DropReason.ReplayedPacket));
        Assert.Equal(1, _store.Rows);
        // The original is still good: nothing that was forged moved the replay window.
        _life.Send(_alice.Frame(packet, _clock.Now));
        Assert.Equal(BindingStatus.Accepted, _alice.Open(_life.ExpectAnswer()).Status);
    }

    [Fact]
    [Clause("6275-10.3.1-sa-home-address")]
    public void An_update_under_the_keys_of_another_node()
    {
        Registered();
        _life.Send(_alice.Frame(_bob.Seal(MobileNode.Update(2)), _clock.Now));
        AssertRefused(DropReason.UnknownSecurityParametersIndex);
    }

    [Fact]
    [Clause("6275-10.3.1-sa-home-address", "4877-4.2-own-home-address", "5026-9.2-authorize")]
    public void An_update_for_another_node_under_own_keys()
    {
        Registered();
        // Bob seals a packet that says it comes from Alice. Sent to her entity it meets the wrong SAD, sent to his it does not match the SA.
        var forged = _bob.Seal(MobileNode.Update(2), source: _alice.HomeAddress);
        _life.Send(_bob.Frame(forged, _clock.Now));
        AssertRefused(DropReason.SelectorMismatch);
        _life.Send(_alice.Frame(forged, _clock.Now));
        AssertRefused(DropReason.UnknownSecurityParametersIndex);
    }

    [Fact]
    [Clause("6275-5.1-ipsec")]
    public void An_update_in_the_clear()
    {
        Registered();
        var clear = HomeAgent.Actors.SignallingPackets.Write(MobileNode.Update(2), _alice.HomeAddress, _life.Options.HomeAgentAddress);
        _life.Send(_alice.Frame(clear, _clock.Now));
        AssertRefused(DropReason.UnprotectedSignalling);
    }

    [Fact]
    public void Another_message_under_the_right_keys()
    {
        Registered();
        _life.Send(_alice.Frame(_alice.Seal(new BindingRefreshRequest(MobilityOptions.None)), _clock.Now));
        AssertRefused(DropReason.SelectorMismatch);
    }

    [Fact]
    public void A_frame_for_a_home_address_that_nobody_has()
    {
        var stranger = Ipv6Address.Parse("2001:db8:1::99");
        _life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now) with { HomeAddress = stranger });
        _life.ExpectDrop(DropReason.UnknownHomeAddress);
        Assert.Equal(0, _store.Rows);
    }

    private byte[] Registered()
    {
        var packet = _alice.Seal(MobileNode.Update(1));
        _life.Send(_alice.Frame(packet, _clock.Now));
        _life.ExpectAnswer();
        _life.ExpectTunnel();
        return packet;
    }

    private void AssertRefused(DropReason why)
    {
        _life.ExpectDrop(why);
        Assert.Equal(1, _store.Rows);
        Assert.False(_life.Tunnels.HasMessages);
        Assert.Equal(1, _store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!.Sequence.Value);
    }
}
