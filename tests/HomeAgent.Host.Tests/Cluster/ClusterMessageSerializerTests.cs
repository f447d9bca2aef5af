using System.Diagnostics;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using CsCheck;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Failover;
using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Steering;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Tracing;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Google.Protobuf;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>What crosses from one process to another, and what a broken or hostile one may send.</summary>
public sealed class ClusterMessageSerializerTests : IDisposable
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse(Configured.Alice);
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);
    private static readonly Ingress Ingress = new(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), 40_000, 4191, true);
    private static readonly TunnelChanged Tunnel = new(
        new HomeAddresses(Home, Ipv4Address.Parse("10.10.0.10")),
        new BidirectionalTunnel(Encapsulation.UdpIpv4, Ingress.Local, Ingress.Remote, 4191, 40_000), long.MaxValue, Now.AddTicks(1));

    private static readonly ActivityContext Trace =
        new(ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"), ActivityTraceFlags.Recorded, isRemote: true);

    private static readonly object[] Messages =
    [
        new ClassifiedFrame(Home, Ingress, [1, 2, 3], Now),
        new OpenedFrame(Home, Ingress, [4, 5], Now),
        new OpenedFrame(Home, Ingress with { Local = Ipv6Address.Parse("2001:db8:1::1"), Encapsulation = Encapsulation.Native }, [], Now, new KernelNumbers(ulong.MaxValue, 7, 8, 9)),
        new Transmit(Home, Ingress, [6, 7, 8, 9], Now),
        new Transmit(Home, Ingress, [6], Now, Tunnel),
        new Transmit(Home, Ingress with { Edge = ushort.MaxValue }, [6], Now) { Grant = new OutboundGrant(7, ulong.MaxValue) },
        new ClassifiedFrame(Home, Ingress, [1], Now) { Trace = Trace },
        new OpenedFrame(Home, Ingress, [1], Now) { Trace = Trace },
        new Transmit(Home, Ingress, [6], Now) { Trace = Trace },
        new FrameDropped(Home, Now),
        new FrameDropped(Home, Now) { LostClaim = ulong.MaxValue },
        new FrameDropped(Home, Now) { NoRoom = true },
        new SteeredFrame("e1", Ingress, [1, 2], Now),
        new SteeredAnswer(Ingress, [3]),
        new ClaimNumbers(Home),
        new NumbersClaimed(Home, 1, 2, 3, 4, ulong.MaxValue),
        Tunnel,
        new TunnelChanged(new HomeAddresses(Home, default), null, 0, Now),
        new TunnelChanged(new HomeAddresses(Home, default) { CoversLinkLocal = true, IsMobileRouter = true }, null, 1, Now),
        new ProbeAddress(new HomeAddresses(Home, default) { CoversLinkLocal = true }),
        new AddressProbed(Home, true),
        new TunnelBatch(long.MinValue, long.MaxValue, [Tunnel, Tunnel with { Tunnel = null }]),
        new TunnelBatch(7, 0, []),
        new BatchConfirmed(long.MinValue, long.MaxValue),
        EdgeReady.Instance,
        EdgeDraining.Instance,
        EdgeQuestion.Instance,
        new EdgeReport("e1", true, false, ["2001:db8:1::/65", "10.10.0.0/25"], int.MaxValue),
        new EdgeReport("", false, true, [], 0),
        EventsWanted.Instance,
        new PacketsWanted([new PacketTraceRequest(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), Home, 10_000)]),
        new PacketsWanted([]),
        new PacketsSeen("e1", [Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")], [new TracedPacket(Guid.Empty, Now, PacketPlace.Sealing, [1, 2])], long.MaxValue),
        new EventBatch([new LiveEvent(Now, LiveEventTypes.Handover, Configured.Alice, "192.0.2.1", "192.0.2.2"), new LiveEvent(Now, LiveEventTypes.EdgeUp, "e1")]),
        new LifetimeEnded(Home),
        new AdvertisementDue(Home),
        new TryJournal(Home),
        new RevokeBinding(Home, RevocationTrigger.AdministrativeReason),
        new RevokeBinding(Home, (RevocationTrigger)255, Ipv4Only: true),
        new BindingRevoked(Home, RevocationOutcome.Acknowledged, RevocationStatus.Success),
        new BindingRevoked(Home, RevocationOutcome.NoBinding),
        new SwitchHomeAgent(Home, TimeSpan.FromSeconds(600)),
        new SwitchHomeAgent(Home, null),
        new SwitchAnswer(Home, SwitchOutcome.Unavailable),
        new SwitchTurnWanted(Home),
        SwitchTurn.Instance,
        new ConnectionRefused(new UniqueAddress(Address.Parse("akka.ssl.tcp://dsmip@ha1.example.org:4055"), -7)),
        new ConnectionRefused(new UniqueAddress(Address.Parse("akka.tcp://dsmip@[::1]:1"), 8)),
        Tried.Instance,
        Stop.Instance,
    ];

    private readonly ManualClock _clock = new() { Now = Now };
    private readonly ManualClock _otherClock = new();
    private readonly ActorSystem _system;
    private readonly ActorSystem _other;

    public ClusterMessageSerializerTests() => (_system, _other) = (Start(_clock), Start(_otherClock));

    public void Dispose()
    {
        _system.Terminate().Wait();
        _other.Terminate().Wait();
    }

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Messages.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void Every_message_is_the_same_at_the_other_end(int number)
    {
        var (bytes, manifest) = Write(Messages[number]);
        Assert.InRange(manifest.Length, 2, 3);
        Assert.Equivalent(Messages[number], Read(bytes, manifest), strict: true);
    }

    /// <summary>Two machines whose clocks differ, in either direction, and a third that hands on.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_frame_is_as_old_at_the_other_end_whatever_the_clock_there_says(int seconds)
    {
        foreach (var frame in new ISignallingFrame[] { new ClassifiedFrame(Home, Ingress, [1], Now), new OpenedFrame(Home, Ingress, [1], Now) })
        {
            _clock.Now = Now.AddSeconds(2);
            _otherClock.Now = Now.AddSeconds(seconds);
            var (bytes, manifest) = Write(frame);
            var arrived = (ISignallingFrame)Read(_other, bytes, manifest);
            Assert.Equal(Now, arrived.Received);
            Assert.Equal(TimeSpan.FromSeconds(2), _otherClock.Now - arrived.Since);

            _otherClock.Now += TimeSpan.FromSeconds(1);
            (bytes, manifest) = Write(_other, arrived);
            arrived = (ISignallingFrame)Read(_system, bytes, manifest);
            Assert.Equal(Now, arrived.Received);
            Assert.Equal(TimeSpan.FromSeconds(3), _clock.Now - arrived.Since);
        }
    }

    /// <summary>Who runs an older version neither sends it nor reads it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("x")]
    public void A_trace_that_cannot_be_read_is_none(string traceparent)
    {
        var (plain, _) = Write(new ClassifiedFrame(Home, Ingress, [1], Now));
        var message = DsMip.HomeAgent.Actors.Protocol.Messages.SignallingFrame.Parser.ParseFrom(plain);
        Assert.Empty(message.Traceparent);
        message.Traceparent = traceparent;
        Assert.Equal(default, Assert.IsType<ClassifiedFrame>(Read(message.ToByteArray(), "cf")).Trace);
    }

    [Fact]
    public void Every_kind_of_message_is_among_those_tested() =>
        Assert.Equal(MessageKinds.ByType.Keys.Select(type => type.Name).Order(), Messages.Select(message => message.GetType().Name).Distinct().Order());

    [Fact]
    public void What_is_no_message_between_processes_is_refused()
    {
        Assert.Throws<SerializationException>(() => Read([], "xx"));
        Assert.Throws<SerializationException>(() => Read([], ""));
        Assert.Throws<SerializationException>(() => new ClusterMessageSerializer((ExtendedActorSystem)_system).ToBinary("text"));
    }

    /// <summary>Bytes cut short, changed, or of another message: either a message or a refusal, and never another exception.</summary>
    [Fact]
    public void Malformed_bytes_are_refused()
    {
        var manifests = MessageKinds.ByManifest.Keys.Order().ToArray();
        var refused = 0;
        Gen.Select(Gen.Int[0, Messages.Length - 1], Gen.Int[0, manifests.Length - 1], Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200]).Sample((number, other, at, value, length) =>
        {
            var (bytes, manifest) = Write(Messages[number]);
            if (bytes.Length > 0) bytes[at % bytes.Length] = value;
            if (!TryRead(bytes, manifest)) Interlocked.Increment(ref refused);
            TryRead(bytes[..Math.Min(length, bytes.Length)], manifests[other]);
        }, iter: 3000);
        Assert.True(refused > 100, $"{refused} refused");
    }

    [Theory]
    [InlineData("cf", "")]
    [InlineData("cf", "0a0420010db8")]
    [InlineData("le", "0a00")]
    [InlineData("fd", "0a1020010db800010000000000000000000a11ffffffffffffffff")]
    [InlineData("tc", "0a1020010db800010000000000000000000a1a260804121000000000000000000000ffffc63364011a1000000000000000000000ffffcb007107")]
    [InlineData("tc", "0a1020010db800010000000000000000000a1a260800121000000000000000000000ffffc63364011a1000000000000000000000ffffcb007107")]
    public void Values_that_no_message_can_have_are_refused(string manifest, string bytes) =>
        Assert.Throws<SerializationException>(() => Read(Convert.FromHexString(bytes), manifest));

    private static ActorSystem Start(TimeProvider clock) => ActorSystem.Create("test", ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(ClusterConfiguration.Hocon().WithFallback("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")), new ClusterClock(clock)));

    private (byte[] Bytes, string Manifest) Write(object message) => Write(_system, message);

    private static (byte[] Bytes, string Manifest) Write(ActorSystem system, object message)
    {
        var serializer = Assert.IsType<ClusterMessageSerializer>(system.Serialization.FindSerializerFor(message));
        return (serializer.ToBinary(message), serializer.Manifest(message));
    }

    private object Read(byte[] bytes, string manifest) => Read(_system, bytes, manifest);

    private static object Read(ActorSystem system, byte[] bytes, string manifest) =>
        system.Serialization.Deserialize(bytes, ClusterMessageSerializer.SerializerIdentifier, manifest);

    private bool TryRead(byte[] bytes, string manifest)
    {
        try
        {
            Read(bytes, manifest);
            return true;
        }
        catch (SerializationException)
        {
            return false;
        }
    }
}
