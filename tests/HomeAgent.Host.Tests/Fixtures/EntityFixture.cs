using Akka.Actor;
using Akka.Actor.Setup;
using Akka.TestKit;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>One life of a control node without cluster: an actor system with the real journal, and probes where the edges are.</summary>
internal sealed class EntityFixture : IDisposable
{
    private readonly ActorSystem _system;
    private readonly Dictionary<Ipv6Address, IActorRef> _entities = [];
    private readonly Dictionary<DropReason, long> _dropped = [];
    private readonly HomeAgentNode _node;
    private readonly Akka.TestKit.Xunit2.TestKit _kit;

    public EntityFixture(
        TemporaryStore store, ManualClock clock, HomeAgentOptions? options = null, IIpv4LeaseStore? leases = null, IMobileNodeDirectory? directory = null, UpdatesUnderWay? updates = null,
        TimeSpan? probePatience = null, IIpv4LeaseStore? prefixLeases = null, PrefixAdvertising? prefixes = null,
        SourceTranslationWatch? sources = null, INameUpdates? names = null, bool hasBroadcast = false)
    {
        Options = options ?? Configured.Options();
        Clock = clock;
        _system = ActorSystem.Create("test", ActorSystemSetup.Create([
            BootstrapSetup.Create().WithConfig(store.Store.Journal.WithFallback("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.test.single-expect-default = 30s")),
            .. store.Store.JournalData]));
        _kit = new Akka.TestKit.Xunit2.TestKit(_system);
        Edge = _kit.CreateTestProbe();
        Tunnels = _kit.CreateTestProbe();
        Shard = _kit.CreateTestProbe();
        Pacer = _kit.CreateTestProbe();
        var entities = new EntityRegion();
        entities.Open(Pacer, ActorRefs.Nobody);
        Metrics = new HomeAgentMetrics();
        Lifetimes = new LifetimeWheel(clock.Now);
        _node = new HomeAgentNode(
            Options, directory ?? new ConfiguredMobileNodes(Options), leases, Lifetimes, updates ?? new UpdatesUnderWay(100), Metrics,
            new AuditLog(Metrics, clock, NullLogger<AuditLog>.Instance), clock, _system.ActorOf(hasBroadcast
                ? Props.Create(() => new TunnelBroadcast(null, TimeProvider.System, new BarrierMetrics(Metrics)))
                : Props.Create(() => new PromptEdges(Tunnels))), prefixLeases)
        {
            ProbePatience = probePatience ?? TimeSpan.FromMinutes(1),
            Prefixes = prefixes,
            Sources = sources,
            Names = names,
            Entities = entities,
        };
    }

    public HomeAgentOptions Options { get; }
    public ManualClock Clock { get; }
    public HomeAgentMetrics Metrics { get; }
    public LifetimeWheel Lifetimes { get; }

    /// <summary>Where frames come from and answers go to.</summary>
    public TestProbe Edge { get; }

    /// <summary>Stands for all edges.</summary>
    public TestProbe Tunnels { get; }

    /// <summary>The parent of all entities.</summary>
    public TestProbe Shard { get; }

    /// <summary>Whom entities ask for something: the shard region, and what is behind it.</summary>
    public TestProbe Pacer { get; }

    public IActorRef Actor(Props props) => _system.ActorOf(props);

    public IActorRef Entity(Ipv6Address home)
    {
        if (!_entities.TryGetValue(home, out var entity))
            _entities[home] = entity = Shard.ChildActorOf(Props.Create(() => new BindingCacheEntryActor(_node, home, NullLogger.Instance)));
        return entity;
    }

    /// <summary>What the shard does when the entity has stopped.</summary>
    public void Forget(Ipv6Address home) => _entities.Remove(home);

    public void Send(ISignallingFrame frame) => Entity(frame.HomeAddress).Tell(frame, Edge);

    /// <summary>Somebody who is none of the others.</summary>
    public TestProbe NewProbe() => _kit.CreateTestProbe();

    public TestProbe Watch(IActorRef actor)
    {
        var probe = _kit.CreateTestProbe();
        probe.Watch(actor);
        return probe;
    }

    /// <summary>Lets so much time pass that the entity, which nobody speaks to, might rest.</summary>
    /// <returns>Entities that do not.</returns>
    public async Task<int> StaySilentAsync(Ipv6Address home)
    {
        // The first time it says that there were messages.
        for (var i = 0; i < 2; i++)
        {
            Clock.Now += AwakeEntities.Patience;
            _node.Awake.Tick(Clock.Now);
            await Entity(home).Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(60));
        }
        return _node.Awake.Count;
    }

    /// <summary>Lets time pass until the entity, which nobody speaks to, holds no keys any more.</summary>
    public async Task RestAsync(Ipv6Address home) => Assert.Equal(0, await StaySilentAsync(home));

    public Transmit ExpectAnswer() => Edge.ExpectMsg<Transmit>();

    /// <summary>The next answer is a drop for this reason, and it is counted once and as nothing else.</summary>
    public void ExpectDrop(DropReason why)
    {
        Edge.ExpectMsg<FrameDropped>();
        _dropped[why] = _dropped.GetValueOrDefault(why) + 1;
        foreach (var reason in Enum.GetValues<DropReason>()) Assert.Equal((reason, _dropped.GetValueOrDefault(reason)), (reason, Metrics.Drops(reason)));
    }

    public TunnelChanged ExpectTunnel() => Tunnels.ExpectMsg<TunnelChanged>();

    public static BidirectionalTunnel Back(in Ingress ingress) => new(ingress.Encapsulation, ingress.Local, ingress.Remote, ingress.LocalPort, ingress.RemotePort);

    /// <summary>Entities are not told beforehand.</summary>
    public void Dispose() => _system.Terminate().Wait();

    /// <summary>They confirm at once.</summary>
    private sealed class PromptEdges(IActorRef tunnels) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var acknowledgement = message as Acknowledge;
            // A question is answered to whoever has asked.
            tunnels.Tell(acknowledgement?.Tunnel ?? message, message is ProbeAddress ? Sender : Self);
            acknowledgement?.Edge.Tell(acknowledgement.Answer);
        }
    }
}
