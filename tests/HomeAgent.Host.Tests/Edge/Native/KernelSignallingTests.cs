using Akka.Actor;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>Req 4 with an IPsec that is somewhere else: which frame was it? The kernel's part is played by our own ESP.</summary>
public sealed class KernelSignallingTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly Akka.TestKit.Xunit2.TestKit _kit = new("akka.loglevel = OFF");
    private readonly HomeAgentOptions _options = Configured.Options(("Ipsec", "Kernel"));
    private readonly HomeAgentMetrics _metrics = new();
    private readonly MobileNode _alice;
    private readonly MobileNode _bob;
    private readonly TestProbe _region;

    public KernelSignallingTests()
    {
        _alice = new MobileNode(_options, Configured.Alice);
        _bob = new MobileNode(_options, Configured.Bob);
        _region = _kit.CreateTestProbe();
    }

    public void Dispose() => _kit.Dispose();

    [Theory]
    [InlineData(ReassociationTechnique.Tag, SpiTechnique.Api)]
    [InlineData(ReassociationTechnique.Tag, SpiTechnique.Heuristic)]
    [InlineData(ReassociationTechnique.Lock, SpiTechnique.Api)]
    [InlineData(ReassociationTechnique.Lock, SpiTechnique.Heuristic)]
    public void Each_message_has_the_way_of_its_own_frame_among_forged_ones(ReassociationTechnique technique, SpiTechnique classification)
    {
        using var kernel = new Kernel(this, technique, classification);
        for (ushort i = 1; i <= 20; i++)
        {
            var forged = _alice.Seal(MobileNode.Update(i));
            forged[^1] ^= 1;
            kernel.Signalling.Offer(forged, From((ushort)(60_000 + i)), Now);
            kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(i)), From(i), Now);
            var opened = _region.ExpectMsg<OpenedFrame>();
            Assert.Equal((_alice.HomeAddress, From(i)), (opened.HomeAddress, opened.Ingress));
            Assert.Equal(new KernelNumbers(1, 2, 3), opened.Numbers);
            Assert.True(SignallingPackets.TryRead(opened.Bytes, out var update, out _, out _));
            Assert.Equal(i, update!.Sequence.Value);
        }
        _region.ExpectNoMsg(50);
        Assert.Equal(20, _metrics.Drops(DropReason.SecurityFailure));
    }

    [Fact]
    public void A_kernel_that_takes_its_time_is_followed_by_tags_and_not_by_locks()
    {
        foreach (var (technique, unknown) in (ReadOnlySpan<(ReassociationTechnique, int)>)[(ReassociationTechnique.Tag, 0), (ReassociationTechnique.Lock, 2)])
        {
            using var kernel = new Kernel(this, technique, SpiTechnique.Api) { IsSlow = true };
            kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(1)), From(1), Now);
            kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(2)), From(2), Now);
            kernel.Finish();
            Assert.Equal(unknown, _metrics.Drops(DropReason.UnknownTag));
            if (unknown > 0) continue;
            Assert.Equal(From(1), _region.ExpectMsg<OpenedFrame>().Ingress);
            Assert.Equal(From(2), _region.ExpectMsg<OpenedFrame>().Ingress);
        }
        _region.ExpectNoMsg(50);
    }

    [Fact]
    public void What_nobody_let_in_or_is_not_for_us_is_dropped()
    {
        using var kernel = new Kernel(this, ReassociationTechnique.Tag, SpiTechnique.Api);
        kernel.Signalling.Offer(_bob.Seal(MobileNode.Update(1), source: _alice.HomeAddress), From(1), Now);
        Assert.Equal(1, _metrics.Drops(DropReason.SelectorMismatch));
        var clear = SignallingPackets.Write(MobileNode.Update(1), _alice.HomeAddress, _options.HomeAgentAddress);
        kernel.Signalling.Opened(clear, Now);
        Assert.Equal(1, _metrics.Drops(DropReason.UnknownTag));
        kernel.Signalling.Opened(SignallingPackets.Write(MobileNode.Update(1), _alice.HomeAddress, _bob.HomeAddress), Now);
        Assert.Equal(1, _metrics.Drops(DropReason.UnknownTag));
        _region.ExpectNoMsg(50);
    }

    [Fact]
    public void Only_authentic_frames_take_room_on_the_way_to_their_entity()
    {
        using var kernel = new Kernel(this, ReassociationTechnique.Tag, SpiTechnique.Api, limitOfOne: 2);
        for (var i = 0; i < 100; i++)
        {
            var forged = _alice.Seal(MobileNode.Update(i));
            forged[^1] ^= 1;
            kernel.Signalling.Offer(forged, From(1), Now);
        }
        for (var i = 0; i < 3; i++) kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(i)), From(1), Now);
        Assert.Equal(1, _metrics.Drops(DropReason.QueueFull));
        _region.ExpectMsg<OpenedFrame>();
        _region.ExpectMsg<OpenedFrame>();
    }

    [Fact]
    public void Who_sends_too_much_in_the_name_of_one_node_makes_that_one_wait()
    {
        using var kernel = new Kernel(this, ReassociationTechnique.Lock, SpiTechnique.Heuristic, budget: 10);
        for (var i = 0; i < 100; i++)
        {
            var forged = _alice.Seal(MobileNode.Update(i));
            forged[^1] ^= 1;
            kernel.Signalling.Offer(forged, From(1), Now);
        }
        Assert.Equal((10, 90), (_metrics.Drops(DropReason.SecurityFailure), _metrics.Drops(DropReason.RateLimited)));
        kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(1)), From(1), Now.AddSeconds(1));
        _region.ExpectMsg<OpenedFrame>();
    }

    /// <summary>Another kernel may have had the SA in between, and have opened a copy.</summary>
    [Fact]
    public void What_was_opened_under_an_older_claim_is_not_passed_on_under_a_newer_one()
    {
        using var kernel = new Kernel(this, ReassociationTechnique.Tag, SpiTechnique.Api) { IsSlow = true, Claim = 1 };
        kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(1)), From(1), Now);
        kernel.Claim = 2;
        kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(2)), From(2), Now);
        kernel.Finish();
        Assert.Equal(From(2), _region.ExpectMsg<OpenedFrame>().Ingress);
        _region.ExpectNoMsg(50);
        Assert.Equal(1, _metrics.Drops(DropReason.NumbersNotClaimed));
    }

    /// <summary>An answer would use numbers that nobody has reserved.</summary>
    [Fact]
    public void A_message_under_keys_by_hand_whose_numbers_the_kernel_does_not_tell_is_not_answered()
    {
        using var kernel = new Kernel(this, ReassociationTechnique.Tag, SpiTechnique.Api) { KnowsNumbers = false };
        kernel.Signalling.Offer(_alice.Seal(MobileNode.Update(1)), From(1), Now);
        _region.ExpectNoMsg(50);
        Assert.Equal(1, _metrics.Drops(DropReason.Unreachable));
    }

    private static Ingress From(ushort port) => new(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), port, Port.DsMip);

    private sealed class Kernel : IIpsecPath, IIpsecSink, IKernelNumbers, IDisposable
    {
        private readonly SignallingIpsec _esp;
        private readonly Queue<byte[]> _late = new();

        public Kernel(KernelSignallingTests test, ReassociationTechnique technique, SpiTechnique spi, int limitOfOne = 2000, int budget = int.MaxValue)
        {
            var directory = new ConfiguredMobileNodes(test._options);
            var entities = new EntityRegion();
            entities.Open(test._region, ActorRefs.Nobody);
            _esp = new SignallingIpsec(
                test._alice.HomeAddress, test._options.MobileNodes[0].Keys!, test._options.HomeAgentAddress, default);
            Signalling = new KernelSignalling(
                test._options.HomeAgentAddress, new SignallingClassification(spi, new SignallingSpis(directory), directory, new BindingTable()), directory,
                technique.Create(16), this, new SecondlyBudget<Ipv6Address>(budget), this, new InFlightWindow(2000, limitOfOne), entities,
                new AuditLog(test._metrics, TimeProvider.System, NullLogger<AuditLog>.Instance));
        }

        public KernelSignalling Signalling { get; }

        public bool IsSlow { get; init; }

        public void Inbound(ReadOnlySpan<byte> packet)
        {
            var why = _esp.TryOpen(packet, out var clear);
            if (clear is null) Signalling.Discarded(why);
            else if (IsSlow) _late.Enqueue(clear);
            else Clear(clear);
        }

        public void Finish()
        {
            while (_late.TryDequeue(out var clear)) Clear(clear);
        }

        public void Clear(ReadOnlySpan<byte> packet) => Signalling.Opened(packet, Now);

        public void Outbound(ReadOnlySpan<byte> packet)
        {
        }

        public void Protected(ReadOnlySpan<byte> packet)
        {
        }

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why)
        {
        }

        public void Dispose() => _esp.Dispose();

        public bool KnowsNumbers { get; init; } = true;

        public ulong Claim { get; set; }

        public ulong ClaimOf(Ipv6Address home) => Claim;

        public bool TryRead(Ipv6Address home, out KernelNumbers? numbers)
        {
            numbers = KnowsNumbers ? new KernelNumbers(1, 2, 3, Claim) : null;
            return KnowsNumbers;
        }
    }
}
