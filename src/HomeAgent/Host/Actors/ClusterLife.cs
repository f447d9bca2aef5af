using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Sharding;
using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>One actor system from its creation until it is thrown out of the cluster, leaves it, or ends otherwise.</summary>
public sealed class ClusterLife
{
    public const string SystemName = "dsmip";
    private const string RegionName = "bce";

    /// <summary>To every entity of a shard that moves.</summary>
    internal static readonly object HandOffStopMessage = Stop.Instance;

    private ClusterLife(ActorSystem system, IActorRef region, IActorRef edge) => (System, Region, Edge) = (system, region, edge);

    public ActorSystem System { get; }

    /// <summary>Takes what is for binding cache entries, wherever they are.</summary>
    public IActorRef Region { get; }

    /// <summary>Nobody in a process without edge.</summary>
    public IActorRef Edge { get; }

    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);

    /// <summary>Listens, but has joined nobody yet.</summary>
    public static ClusterLife Begin(HomeAgentOptions options, IStore store, NodeActors actors, ILoggerFactory logs, TimeProvider clock)
    {
        var config = ClusterConfiguration.Of(options.Cluster, ClusterRoles.Of(options)).WithFallback(store.Journal);
        var setup = ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), new AkkaLogSetup(logs), new ClusterClock(clock), .. store.JournalData]);
        if (options.Cluster.Tls is { } tls) setup = setup.WithSetup(ClusterTls.Load(tls, clock.GetUtcNow()).ToSetup(logs.CreateLogger<ClusterTls>()));
        var system = ActorSystem.Create(SystemName, setup);
        try
        {
            return Populate(system, options, actors);
        }
        catch
        {
            system.Terminate();
            throw;
        }
    }

    private static ClusterLife Populate(ActorSystem system, HomeAgentOptions options, NodeActors actors)
    {
        FailedHandshakes.Ignore(system);
        // The extension first: it brings the settings that the next line reads.
        var sharding = ClusterSharding.Get(system);
        var settings = ClusterShardingSettings.Create(system);
        var edge = actors.StartEdge(system);
        actors.StartEvents(system);
        actors.StartTraces(system);
        if (!options.Roles.HasFlag(NodeRoles.Control))
            return new ClusterLife(system, sharding.StartProxy(RegionName, ClusterConfiguration.ControlRole, new HomeAddressExtractor()), edge);
        var region = sharding.Start(
            RegionName, actors.StartControl(system), settings, new HomeAddressExtractor(), sharding.DefaultShardAllocationStrategy(settings), HandOffStopMessage);
        system.ActorOf(Props.Create(() => new Failover.Coroner()), Failover.Coroner.Name);
        return new ClusterLife(system, region, edge);
    }
}
