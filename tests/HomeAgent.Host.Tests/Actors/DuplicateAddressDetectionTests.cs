using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>RFC 6275 10.3.1: what the entity asks the home link, and what it does with the answer.</summary>
public sealed class DuplicateAddressDetectionTests : IDisposable
{
    private static readonly HomeAgentOptions Options = Configured.Options(("HomeLink", "home0"));

    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly MobileNode _alice = new(Options, Configured.Alice);
    private readonly EntityFixture _node;

    public DuplicateAddressDetectionTests() => _node = new EntityFixture(_store, _clock, Options);

    public void Dispose()
    {
        _node.Dispose();
        _store.Dispose();
    }

    [Fact]
    [Clause("6275-10.3.1-dad", "6275-10.3.1-dad-skip")]
    public void A_first_binding_waits_for_the_home_link_and_a_refresh_does_not()
    {
        Send(1);
        Answer(isUnique: true);
        Assert.Equal((BindingStatus.Accepted, 1), Answered());
        Assert.NotNull(_node.ExpectTunnel().Tunnel);
        Send(2);
        Assert.NotNull(_node.ExpectTunnel().Tunnel);
        Assert.Equal((BindingStatus.Accepted, 2), Answered());
    }

    [Fact]
    [Clause("6275-10.3.1-dad-failed")]
    public void A_retransmission_meanwhile_asks_nothing_and_gets_the_same_answer()
    {
        Send(1);
        var (probe, asker) = Asked();
        Send(2);
        Assert.Equal(_alice.HomeAddress, probe.Home.Ipv6);
        asker.Tell(new AddressProbed(_alice.HomeAddress, false));
        Assert.Equal((BindingStatus.DuplicateAddressDetectionFailed, 1), Answered());
        Assert.Equal((BindingStatus.DuplicateAddressDetectionFailed, 2), Answered());
        _node.Tunnels.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        // One that was sent later asks again.
        _clock.Now += TimeSpan.FromSeconds(1);
        Send(3);
        Answer(isUnique: true);
        Assert.Equal((BindingStatus.Accepted, 3), Answered());
    }

    [Fact]
    public void Without_an_answer_the_mobile_node_is_told_to_try_again()
    {
        using var impatient = new EntityFixture(_store, _clock, Options, probePatience: TimeSpan.FromMilliseconds(50));
        impatient.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1)), _clock.Now));
        impatient.Tunnels.ExpectMsg<ProbeAddress>();
        Assert.Equal(BindingStatus.InsufficientResources, _alice.Open(impatient.ExpectAnswer()).Status);
    }

    [Fact]
    public void What_is_refused_anyhow_or_removes_a_binding_asks_nothing()
    {
        _node.Send(_alice.Frame(_alice.Seal(MobileNode.Update(1, 0)), _clock.Now));
        Assert.Equal((BindingStatus.NotHomeAgentForThisMobileNode, 1), Answered());
    }

    [Fact]
    public void After_a_return_home_it_is_asked_again_and_flag_L_asks_for_both_addresses()
    {
        Send(1);
        Answer(isUnique: true);
        Answered();
        _node.ExpectTunnel();
        _node.Send(_alice.Frame(_alice.Seal(MobileNode.Update(2, 0)), _clock.Now));
        Answered();
        Assert.Null(_node.ExpectTunnel().Tunnel);
        _clock.Now += TimeSpan.FromSeconds(1);
        var update = MobileNode.Update(3);
        _node.Send(_alice.Frame(_alice.Seal(update with { Flags = update.Flags | BindingUpdateFlags.LinkLocalAddressCompatibility }), _clock.Now));
        Assert.True(Asked().Probe.Home.CoversLinkLocal);
    }

    private void Send(int sequence) => _node.Send(_alice.Frame(_alice.Seal(MobileNode.Update(sequence)), _clock.Now));

    private void Answer(bool isUnique) => Asked().Asker.Tell(new AddressProbed(_alice.HomeAddress, isUnique));

    private (ProbeAddress Probe, IActorRef Asker) Asked() => (_node.Tunnels.ExpectMsg<ProbeAddress>(), _node.Tunnels.LastSender);

    private (BindingStatus Status, int Sequence) Answered()
    {
        var acknowledgement = _alice.Open(_node.ExpectAnswer());
        return (acknowledgement.Status, acknowledgement.Sequence.Value);
    }
}
