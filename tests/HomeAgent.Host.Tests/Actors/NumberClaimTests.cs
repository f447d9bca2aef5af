using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>The SAs of a mobile node go from the kernel of one edge to that of another, and the entity says whose numbers are whose.</summary>
public sealed class NumberClaimTests : IDisposable
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private readonly TemporaryStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private EntityFixture _life;

    public NumberClaimTests() => _life = Start();

    public void Dispose()
    {
        _life.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void A_claim_gets_numbers_that_nobody_had_and_they_are_durable_before_it_knows()
    {
        var first = Claim();
        Assert.Equal((1ul, 0ul, SignallingIpsec.Block), (first.Claim, first.OutboundUsed, first.OutboundThrough));
        Assert.Equal(new EspState(0, 0, SignallingIpsec.Block, 1), Durable());

        var second = Claim();
        Assert.Equal((2ul, SignallingIpsec.Block, 2 * SignallingIpsec.Block), (second.Claim, second.OutboundUsed, second.OutboundThrough));

        Restart();
        var third = Claim();
        Assert.Equal((3ul, 2 * SignallingIpsec.Block), (third.Claim, third.OutboundUsed));
    }

    [Fact]
    public void Numbers_that_were_reserved_while_it_worked_are_behind_a_claim_and_so_is_what_it_accepted()
    {
        var first = Claim();
        Send(1, new KernelNumbers(7, 5, 200, first.Claim));
        Assert.Equal(new OutboundGrant(1, 200 + SignallingIpsec.Block), _life.ExpectAnswer().Grant);

        var second = Claim();
        Assert.Equal((200 + SignallingIpsec.Block, 7ul, 5ul), (second.OutboundUsed, second.InboundFingerprint, second.InboundAccepted));
        Assert.NotNull(_store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry);
    }

    [Fact]
    public void Who_had_the_numbers_before_is_refused_and_told()
    {
        var (first, second) = (Claim(), Claim());
        Send(1, new KernelNumbers(7, 5, 2, first.Claim));
        Refused(first.Claim);
        Restart();
        Send(1, new KernelNumbers(7, 5, 2, first.Claim));
        Refused(first.Claim);
        Send(1, new KernelNumbers(7, 5, 300, second.Claim));
        Assert.Equal(BindingStatus.Accepted, Status(_life.ExpectAnswer()));
    }

    [Fact]
    public void Without_a_claim_nothing_is_decided()
    {
        Send(1, new KernelNumbers(7, 5, 2));
        Refused(0);
        Send(1, null);
        Refused(0);
        Assert.Equal(0, _store.Rows);
    }

    [Fact]
    public void Nobody_claims_where_there_is_one_edge_or_for_a_node_that_is_not_served()
    {
        var carol = Ipv6Address.Parse("2001:db8:1::c");
        _life.Entity(carol).Tell(new ClaimNumbers(carol), _life.Edge);
        _life.Dispose();
        _life = new EntityFixture(_store, _clock, Configured.Options(("Ipsec", "Kernel")));
        _life.Entity(_alice.HomeAddress).Tell(new ClaimNumbers(_alice.HomeAddress), _life.Edge);
        // What comes later is answered, the claim was not.
        Send(1, new KernelNumbers(7, 5, 2));
        _life.ExpectAnswer();
        Assert.Equal(0ul, Durable().Claim);
    }

    private void Refused(ulong claim)
    {
        Assert.Equal(claim, _life.Edge.ExpectMsg<FrameDropped>().LostClaim);
        Assert.True(_life.Metrics.Drops(DropReason.NumbersNotClaimed) > 0);
    }

    private NumbersClaimed Claim()
    {
        _life.Entity(_alice.HomeAddress).Tell(new ClaimNumbers(_alice.HomeAddress), _life.Edge);
        var claimed = _life.Edge.ExpectMsg<NumbersClaimed>();
        Assert.Equal((claimed.Claim, claimed.OutboundThrough), (Durable().Claim, Durable().OutboundReserved));
        return claimed;
    }

    private void Send(int sequence, KernelNumbers? numbers) => _life.Send(new OpenedFrame(
        _alice.HomeAddress, _alice.Ingress, SignallingPackets.Write(MobileNode.Update(sequence), _alice.HomeAddress, HomeAgent), _clock.Now, numbers));

    private void Restart()
    {
        _life.Dispose();
        _life = Start();
    }

    private EntityFixture Start() => new(_store, _clock, TwoKernels.Options());

    private EspState Durable() => _store.Bindings.Newest(_alice.HomeAddress)!.State!.Esp;

    private BindingStatus Status(Transmit answer)
    {
        Assert.True(MobilityHeaderCodec.TryRead(answer.Packet.AsSpan(Ipv6Header.Size), HomeAgent, _alice.HomeAddress, out var message, out _));
        return Assert.IsType<BindingAcknowledgement>(message).Status;
    }
}
