using Akka.Actor;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>The actors of this process, made anew for every actor system.</summary>
public sealed class NodeActors(HomeAgentOptions options, IServiceProvider services)
{
    /// <returns>Who gets answers and tunnels; nobody in a process without edge.</returns>
    public IActorRef StartEdge(ActorSystem system) => options.Roles.HasFlag(NodeRoles.Edge) ? EdgeActors.StartAtEdge(system, services) : ActorRefs.Nobody;

    /// <summary>In every process: what happens here, for who looks at it anywhere.</summary>
    public void StartEvents(ActorSystem system)
    {
        if (services.GetService<LiveEvents>() is not { } events) return;
        var clock = services.GetRequiredService<TimeProvider>();
        system.ActorOf(Props.Create(() => new EventFeed(events, clock)), EventFeed.Name);
    }

    /// <summary>In every process: packets of traced mobile nodes, for who traces them anywhere.</summary>
    public void StartTraces(ActorSystem system)
    {
        if (services.GetService<PacketWatch>() is not { } watch) return;
        var (traces, clock) = (services.GetRequiredService<PacketTraces>(), services.GetRequiredService<TimeProvider>());
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        var name = options.Roles.HasFlag(NodeRoles.Edge) ? options.EdgeName ?? EdgeOptions.OnlyName : $"{self.Host}:{self.Port}";
        system.ActorOf(Props.Create(() => new PacketTraceFeed(name, traces, watch, clock)), PacketTraceFeed.Name);
    }

    /// <returns>How binding cache entries are made.</returns>
    public Func<string, Props> StartControl(ActorSystem system)
    {
        var node = new HomeAgentNode(
            options,
            services.GetRequiredService<IMobileNodeDirectory>(),
            services.GetService<IIpv4LeaseStore>(),
            services.GetRequiredService<LifetimeWheel>(),
            services.GetRequiredService<UpdatesUnderWay>(),
            services.GetRequiredService<HomeAgentMetrics>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<TimeProvider>(),
            EdgeActors.StartAtControl(system, services),
            services.GetKeyedService<IIpv4LeaseStore>(Stores.PrefixLeases))
        {
            Awake = services.GetRequiredService<AwakeEntities>(),
            Prefixes = services.GetService<PrefixAdvertising>(),
            Events = services.GetService<LiveEvents>(),
            Names = services.GetService<INameUpdates>(),
            Packets = services.GetService<PacketWatch>(),
            Sources = services.GetRequiredService<SourceTranslationWatch>(),
            Entities = services.GetRequiredService<EntityRegion>(),
            OtherHomeAgents = OtherHomeAgents(),
        };
        var log = services.GetRequiredService<ILogger<BindingCacheEntryActor>>();
        var pacer = SwitchPacer.Place.ToString();
        return entity => entity == pacer ? Pacer(node) : Props.CreateBy(new BindingCacheEntryProducer(node, Ipv6Address.Parse(entity), log));
    }

    private Func<DateTimeOffset, IEnumerable<KnownHomeAgent>> OtherHomeAgents()
    {
        var configured = options.AddressDiscovery.Others;
        // In a process without edge nobody hears Router Advertisements.
        var heard = services.GetService<HomeAgentsOnLink>();
        return now => heard is null ? configured : configured.Concat(heard.Take(now));
    }

    private static Props Pacer(HomeAgentNode node)
    {
        var (interval, clock) = (TimeSpan.FromSeconds(1) / node.Options.SwitchMessagesPerSecond, node.Clock);
        return Props.Create(() => new SwitchPacer(new SwitchPace<IActorRef>(interval, clock.GetUtcNow()), clock));
    }
}
