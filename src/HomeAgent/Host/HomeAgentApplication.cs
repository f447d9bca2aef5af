using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Admin;
using DsMip.HomeAgent.Bootstrapping;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Dashboard;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Edge.HomeLink;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Events;
using DsMip.HomeAgent.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Prefixes;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;
using DsMip.Tunnel;
using Microsoft.Extensions.Logging.Console;

namespace DsMip.HomeAgent;

/// <summary>Puts a home agent together. What can be found wrong beforehand is found here, before anything runs.</summary>
public static class HomeAgentApplication
{
    private const int FramesUnderWay = 8192;

    // A mobile node has one Binding Update under way, or a few after a handover.
    private const int FramesUnderWayOfOne = 32;

    // A node that holds many bindings hands them all over before it goes.
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(90);

    /// <exception cref="ConfigurationException">The store, the network or the configuration does not allow to run.</exception>
    /// <param name="reread">The configuration as it is now; null: it never changes.</param>
    public static WebApplication Build(HomeAgentOptions options, IConfiguration? logging = null, Func<HomeAgentOptions>? reread = null)
    {
        var store = Stores.Open(options.Store);

        ClusterEndpointCheck.Run(options.Cluster, TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "dsmip-ha" });
        AdminListening.Configure(builder.WebHost, options.Admin);
        AddLogging(builder.Logging, options.Telemetry.LogFormat, logging);
        AddCommon(builder.Services, options, store);
        builder.Services.AddAdminApi(options, store);
        // Hosted services start in this order and stop in the reverse one: the table is full before the first packet comes.
        if (options.Store.Provider == StoreProvider.Sqlite) builder.Services.AddHostedService<BindingRestore>();
        if (options.Roles.HasFlag(NodeRoles.Edge)) builder.Services.AddTunnels();
        // Who leaves the cluster forwards until others have taken its blocks over.
        if (options.Roles.HasFlag(NodeRoles.Edge)) AddEdge(builder.Services, options, store);
        AddCluster(builder.Services, options, store);
        if (options.Roles.HasFlag(NodeRoles.Control)) AddControl(builder.Services, options);

        if (reread is not null)
            builder.Services.AddHostedService(provider => new HomePrefixReload(
                provider.GetRequiredService<HomePrefixTable>(), options, reread, provider.GetRequiredService<ILogger<HomePrefixReload>>()));

        var application = builder.Build();
        var lifetimes = application.Services.GetRequiredService<LifetimeWheel>();
        var metrics = application.Services.GetRequiredService<HomeAgentMetrics>();
        metrics.CountBindings(() => lifetimes.Count);
        var clock = application.Services.GetRequiredService<SteadyClock>();
        metrics.ShowClockOffset(() => clock.Offset);
        metrics.ShowMemory();
        application.UseAdminApi(options.Admin);
        application.MapHealth();
        if (options.Roles.HasFlag(NodeRoles.Admin))
        {
            application.MapAdminApi();
            application.MapDashboard();
        }
        return application;
    }

    private static void AddCommon(IServiceCollection services, HomeAgentOptions options, IStore store)
    {
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        services.AddSingleton(options);
        services.AddSingleton(options.Store);
        services.AddSingleton(provider => SteadyClock.Start(new ClockJumps(provider.GetRequiredService<ILogger<SteadyClock>>).Tell));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SteadyClock>());
        services.AddSingleton(new HomePrefixTable(options.HomePrefixes));
        services.AddSingleton<HomeAgentMetrics>();
        services.AddSingleton<BarrierMetrics>();
        services.AddTelemetry(options.Telemetry, options.EdgeName);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<PacketWatch>();
        services.AddSingleton<PacketTraces>();
        if (options.AcceptUnprotectedSignalling) services.AddHostedService<InsecureWarning>();
        services.AddSingleton<ConfiguredMobileNodes>();
        services.AddSingleton(provider => new StoredMobileNodes(
            store.MobileNodes, new SealingKeyFile(options.Store), options.AllowLegacySuites, provider.GetRequiredService<ILogger<StoredMobileNodes>>()));
        services.AddSingleton<HomeAddressAssignment>();
        services.AddSingleton(provider => provider.GetRequiredService<HomeAddressAssignment>().Nodes);
        services.AddSingleton<IMobileNodeDirectory, ServedMobileNodes>();
        services.AddSingleton<DirectoryFollowing>();
        services.AddHostedService<DirectoryWatch>();
        services.AddHostedService<TransportWatch>();
        services.AddSingleton<IProtectionInForce, ConfiguredProtection>();
        // By a factory, so that the container disposes of it.
        services.AddSingleton(_ => store);
        services.AddSingleton(store.Bindings);
        services.AddSingleton(provider => new LifetimeWheel(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton<AwakeEntities>();
        services.AddSingleton(new UpdatesUnderWay(UpdatesUnderWay.DefaultLimit));
        services.AddSingleton<BindingTable>();
        services.AddSingleton<IDatapath>(provider => provider.GetRequiredService<BindingTable>());
        services.AddSingleton(EdgeStateOf(options, store));
        services.AddSingleton(store.Drains);
        services.AddSingleton<Readiness>();
        if (options.Ipv4Pool is { } pool)
            services.AddSingleton(provider => store.OpenLeases(pool, Ipv4Reservations.Of(options), provider.GetRequiredService<ILoggerFactory>()));
        if (options.Ipv4PrefixPools is { } pools)
            services.AddKeyedSingleton(Stores.PrefixLeases, (provider, _) => store.OpenPrefixLeases(pools, provider.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>Who was drained is so before it announces anything.</summary>
    private static EdgeState EdgeStateOf(HomeAgentOptions options, IStore store)
    {
        var state = new EdgeState(expected: options.Roles.HasFlag(NodeRoles.Edge));
        var drained = store.Drains.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
        state.Drain(drained.Any(edge => edge.Name == (options.EdgeName ?? EdgeOptions.OnlyName)));
        return state;
    }

    private static void AddCluster(IServiceCollection services, HomeAgentOptions options, IStore store)
    {
        var founding = options.Roles.HasFlag(NodeRoles.Control) ? store.Founding : null;
        Guid? claimed = founding is not null && options.Cluster.IsAlone
            ? SoleUse.ClaimAsync(founding, SoleUse.Listening, CancellationToken.None).GetAwaiter().GetResult()
            : null;
        services.AddSingleton<EntityRegion>();
        services.AddSingleton<NodeActors>();
        services.AddSingleton(provider => new Joining(
            options.Cluster, founding, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Joining>>(), claimed));
        services.AddSingleton<Func<ClusterLife>>(provider => () => ClusterLife.Begin(
            options, store, provider.GetRequiredService<NodeActors>(), provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Membership>();
        services.AddHostedService(provider => provider.GetRequiredService<Membership>());
        services.AddSingleton<IBindingRevocation, EntityRevocation>();
        services.AddSingleton<IHomeAgentSwitching, EntitySwitching>();
        services.AddSingleton(store.Switches);
        services.AddSingleton<SwitchesOfAll>();
    }

    private static void AddControl(IServiceCollection services, HomeAgentOptions options)
    {
        services.AddSingleton<SourceTranslationWatch>();
        services.AddSingleton<FirstUse>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstUse>());
        services.AddHostedService<LifetimeClock>();
        services.AddHostedService<InterruptedEntities>();
        services.AddHostedService<SwitchOfAllRunner>();
        services.AddSingleton(provider => new PrefixAdvertising(
            provider.GetRequiredService<HomePrefixTable>(), options.PrefixAdvertising,
            new LifetimeWheel(provider.GetRequiredService<TimeProvider>().GetUtcNow()), Random.Shared.NextDouble));
        services.AddHostedService<PrefixAdvertisingClock>();
        if (options.NameUpdates is { } names)
        {
            services.AddSingleton(names);
            services.AddSingleton<INameUpdates, DynamicNameUpdates>();
        }
        services.AddHostedService<JournalJanitor>();
        if (options.Admin.KeepAuditDays > 0) services.AddHostedService<AuditRetention>();
        if (options.Store.Provider == StoreProvider.Sqlite) return;
        if (options.Ipv4Pool is not null) AddSweep(services, provider => provider.GetRequiredService<IIpv4LeaseStore>(), BindingRevision.UsesLease);
        if (options.Ipv4PrefixPools is not null)
            AddSweep(services, provider => provider.GetRequiredKeyedService<IIpv4LeaseStore>(Stores.PrefixLeases), BindingRevision.UsesPrefixLease);
    }

    private static void AddSweep(IServiceCollection services, Func<IServiceProvider, IIpv4LeaseStore> leases, Func<BindingCacheEntry?, bool> uses) =>
        // Not AddHostedService, which takes one of a type.
        services.AddSingleton<IHostedService>(provider => new LeaseSweep(
            provider.GetRequiredService<IBindingStore>(), leases(provider), uses, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LeaseSweep>>()));

    private static void AddEdge(IServiceCollection services, HomeAgentOptions options, IStore store)
    {
        var ipsec = options.Ipsec == IpsecImplementation.Kernel ? KernelIpsec.Open(options, store.Bindings) : null;
        var network = OpenNetwork(options, ipsec);
        // By a factory, so that the container disposes of it: routes and rules go when the process ends.
        services.AddSingleton(_ => network);
        // All processes of a cluster agree on whether there is a home link.
        var bearable = options is { HomeLink: not null, DuplicateAddressDetection: true } ? AnswerDelay.BearableWithDetection : AnswerDelay.Bearable;
        services.AddSingleton(new InFlightWindow(FramesUnderWay, FramesUnderWayOfOne, bearable));
        services.AddSingleton(provider => new SignallingClassification(
            options.SpiTechnique, provider.GetRequiredService<ISpiOracle>(), provider.GetRequiredService<IMobileNodeDirectory>(),
            provider.GetRequiredService<BindingTable>()));
        if (ipsec is null)
        {
            AddBits(services, network, options);
        }
        else
        {
            services.AddSingleton(_ => ipsec);
            services.AddNativeEdge(options, network, FramesUnderWay);
        }
        services.AddSingleton<HomeAgentsOnLink>();
        services.AddHostedService<EdgeLoop>();
        services.AddBlocks(options);
        if (network.HomeLink is { } socket) services.AddHomeLink(options, socket);
        else if (options.HomeLink is not null) services.AddSingleton<IAddressProbing, SilentHomeLink>();
        services.AddHostedService<ExpiredBindings>();
    }

    private static void AddBits(IServiceCollection services, EdgeNetwork network, HomeAgentOptions options)
    {
        services.AddSingleton<ISpiOracle, SignallingSpis>();
        services.AddSingleton<SignallingAdmission>();
        services.AddSingleton<ClearSignalling>();
        services.AddSingleton<IEdgeIpsecFactory, BitsEdgeFactory>();
        services.AddSingleton<ISignallingEgress>(provider => new SignallingEgress(
            network.Sender, provider.GetRequiredService<InFlightWindow>(), provider.GetRequiredService<HomeAgentMetrics>(),
            provider.GetRequiredService<TimeProvider>(), options.AcceptUnprotectedSignalling));
    }

    /// <summary>Who cannot have the one leaves nothing of the other behind.</summary>
    private static EdgeNetwork OpenNetwork(HomeAgentOptions options, KernelIpsec? ipsec)
    {
        try
        {
            return EdgeNetwork.Open(options);
        }
        catch
        {
            ipsec?.Dispose();
            throw;
        }
    }

    private static void AddLogging(ILoggingBuilder builder, LogFormat format, IConfiguration? logging)
    {
        builder.AddConsole(console => console.FormatterName = format == LogFormat.Json ? ConsoleFormatterNames.Json : LineFormatter.FormatterName);
        builder.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, LineFormatter.TimeFormat));
        builder.SetMinimumLevel(LogLevel.Information);
        builder.AddFilter("Microsoft", LogLevel.Warning);
        // What makes a start fail is printed by Program, in one line.
        builder.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // What it warns of is in our own words in Membership's log; to its supervisors and its remoting the end of every connection is an error.
        builder.AddFilter("Akka", LogLevel.Error);
        builder.AddFilter("Akka.Actor.OneForOneStrategy", LogLevel.Critical);
        builder.AddFilter("Akka.Remote", LogLevel.Critical);
        if (logging is not null) builder.AddConfiguration(logging);
    }
}
