using Akka.Actor;
using Akka.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.Fuzz.Targets.HomeAgents;

/// <summary>The real entities, with their persistence, over a journal in memory. A frame has exactly one answer, which is waited for.</summary>
internal sealed class ControlNode : IDisposable
{
    private const string Configuration = """
        akka { loglevel = OFF, stdout-loglevel = OFF }
        akka.persistence.journal { plugin = akka.persistence.journal.fuzz, fuzz { class = "DsMip.Fuzz.Targets.HomeAgents.NewestRowOnly, DsMip.Fuzz", plugin-dispatcher = akka.actor.default-dispatcher } }
        """;

    private readonly ActorSystem _system = ActorSystem.Create("fuzz", ConfigurationFactory.ParseString(Configuration));
    private readonly CountingRef _shard;

    public ControlNode(HomeAgentOptions options, IMobileNodeDirectory directory, HomeAgentMetrics metrics, AuditLog audit, ManualClock clock, BindingTable table, Answers answers)
    {
        var edge = _system.ActorOf(Props.Create(() => new Edge(answers)));
        var edges = _system.ActorOf(Props.Create(() => new Edges(table)));
        var node = new HomeAgentNode(options, directory, null, new LifetimeWheel(clock.GetUtcNow()), new UpdatesUnderWay(100), metrics, audit, clock, edges)
        {
            Prefixes = new PrefixAdvertising(
                new HomePrefixTable(options.HomePrefixes), options.PrefixAdvertising, new LifetimeWheel(clock.GetUtcNow()), () => 0.5),
        };
        _shard = new CountingRef(_system.ActorOf(Props.Create(() => new Shard(node, answers))), ((ExtendedActorSystem)_system).Provider);
        Region.Open(_shard, edge);
    }

    /// <summary>Frames that went to entities.</summary>
    public long Told => _shard.Told;

    public DsMip.HomeAgent.Edge.EntityRegion Region { get; } = new();

    public void Dispose() => _system.Terminate().Wait();

    private sealed class CountingRef(IActorRef inner, IActorRefProvider provider) : MinimalActorRef
    {
        public long Told { get; private set; }

        public override ActorPath Path => inner.Path;

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            Told++;
            inner.Tell(message, sender);
        }
    }

    /// <summary>Parent of all entities. One that throws is a finding.</summary>
    private sealed class Shard(HomeAgentNode node, Answers answers) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is not IForHomeAddress about) return;
            var name = about.HomeAddress.ToString().Replace(':', '-');
            var entity = Context.Child(name);
            if (entity.IsNobody()) entity = Context.ActorOf(Props.Create(() => new BindingCacheEntryActor(node, about.HomeAddress, NullLogger.Instance)), name);
            entity.Forward(message);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(exception =>
        {
            answers.Failed(exception);
            return Directive.Stop;
        });
    }

    /// <summary>Where frames come from.</summary>
    private sealed class Edge(Answers answers) : UntypedActor
    {
        protected override void OnReceive(object message) => answers.Put(message);
    }

    /// <summary>All edges: they know at once.</summary>
    private sealed class Edges(BindingTable table) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var changed = message as TunnelChanged ?? (message as Acknowledge)?.Tunnel;
            if (changed?.Tunnel is { } tunnel) table.Put(changed.Home, tunnel, changed.Version, changed.Expires);
            else if (changed is not null) table.Remove(changed.Home, changed.Version);
            (message as Acknowledge)?.Edge.Tell(((Acknowledge)message).Answer);
        }
    }
}
