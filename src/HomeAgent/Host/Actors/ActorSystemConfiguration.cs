using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Remote.Hosting;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>The actor system of one process: its place in the cluster, its edge actor, its shard region.</summary>
public static class ActorSystemConfiguration
{
    public const string Name = "dsmip";
    private const string Region = "bce";
    private const string ControlRole = "control";

    public static void Configure(AkkaConfigurationBuilder akka, IServiceProvider services, HomeAgentOptions options, IStore store)
    {
        akka.ConfigureLoggers(loggers =>
        {
            loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
            loggers.ClearLoggers();
            loggers.AddLoggerFactory(services.GetRequiredService<ILoggerFactory>());
        });
        akka.AddHocon(store.Journal, HoconAddMode.Prepend);
        akka.AddHocon(ClusterConfiguration.Hocon(), HoconAddMode.Append);
        akka.AddSetup(store.JournalData);
        akka.WithRemoting(new RemoteOptions { HostName = options.ClusterHost, Port = options.ClusterPort });
        akka.WithClustering(new ClusterOptions { Roles = RoleNames(options) });
        akka.WithActors((system, registry) => StartEdge(system, registry, services, options));
        AddRegion(akka, services, options);
        akka.AddStartup((system, _) => JoinAlone(system));
    }

    private static string[] RoleNames(HomeAgentOptions options)
    {
        var names = Enum.GetValues<NodeRoles>().Where(role => role is not (NodeRoles.None or NodeRoles.All) && options.Roles.HasFlag(role)).Select(LowerName);
        return options.Roles.HasFlag(NodeRoles.Edge) ? [.. names, EdgeNeighbours.RoleOf(options.EdgeName ?? EdgeOptions.OnlyName)] : [.. names];
    }

#pragma warning disable CA1308 // Cluster roles are written in lower case.
    private static string LowerName(NodeRoles role) => role.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static void StartEdge(ActorSystem system, IActorRegistry registry, IServiceProvider services, HomeAgentOptions options)
    {
        if (!options.Roles.HasFlag(NodeRoles.Edge)) return;
        registry.Register<EdgeActor>(EdgeActors.StartAtEdge(system, services));
    }

    private static void AddRegion(AkkaConfigurationBuilder akka, IServiceProvider services, HomeAgentOptions options)
    {
        if (!options.Roles.HasFlag(NodeRoles.Control))
        {
            akka.WithShardRegionProxy<BindingCacheEntryActor>(Region, ControlRole, new HomeAddressExtractor());
            return;
        }
        akka.WithShardRegion<BindingCacheEntryActor>(Region, (system, _, _) => EntityProps(services, system), new HomeAddressExtractor(), Sharding());
    }

    internal static ShardOptions Sharding() => new()
    {
        Role = ControlRole,
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = false,
        ShouldPassivateIdleEntities = true,
        PassivateIdleEntityAfter = ClusterConfiguration.PassivateAfter,
        HandOffStopMessage = Stop.Instance,
    };

    private static Func<string, Props> EntityProps(IServiceProvider services, ActorSystem system)
    {
        var node = new HomeAgentNode(
            services.GetRequiredService<HomeAgentOptions>(),
            services.GetRequiredService<IMobileNodeDirectory>(),
            services.GetService<IIpv4LeaseStore>(),
            services.GetRequiredService<LifetimeWheel>(),
            services.GetRequiredService<UpdatesUnderWay>(),
            services.GetRequiredService<HomeAgentMetrics>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<TimeProvider>(),
            EdgeActors.StartAtControl(system, services));
        var log = services.GetRequiredService<ILogger<BindingCacheEntryActor>>();
        return entity => Props.Create(() => new BindingCacheEntryActor(node, Ipv6Address.Parse(entity), log));
    }

    /// <summary>One node is a cluster of its own.</summary>
    private static void JoinAlone(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
    }
}
