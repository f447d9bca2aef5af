using Akka.Actor;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.HomeLink;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Edge.Steering;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>The actors between entities and edges, at either end.</summary>
public static class EdgeActors
{
    public const string Role = "edge";

    private const string EdgeName = "edge";

    /// <summary>For a process with the role <c>edge</c>: who gets answers and tunnels.</summary>
    public static IActorRef StartAtEdge(ActorSystem system, IServiceProvider services)
    {
        var edge = system.ActorOf(
            Props.Create(() => new EdgeActor(
                services.GetRequiredService<BindingTable>(), services.GetRequiredService<IDatapath>(), services.GetRequiredService<ISignallingEgress>(), services.GetRequiredService<IResync>(),
                services.GetRequiredService<EdgeMetrics>(), services.GetService<IAddressProbing>())), EdgeName);
        system.ActorOf(
            Props.Create(() => new EdgeNeighbours(
                services.GetRequiredService<IResync>(), services.GetRequiredService<BlockAssignment>(), services.GetRequiredService<EdgeState>(),
                services.GetRequiredService<BindingTable>(), services.GetService<EdgePeers>())),
            EdgeNeighbours.Name);
        if (services.GetService<EdgePeers>() is { } peers) StartSteering(system, services, peers);
        return edge;
    }

    /// <summary>Where the SAs are spread over the kernels of several edges.</summary>
    private static void StartSteering(ActorSystem system, IServiceProvider services, EdgePeers peers)
    {
        system.ActorOf(
            Props.Create(() => new SteeringActor(
                services.GetRequiredService<HomeAgentOptions>(), peers, services.GetRequiredService<SteeredArrivals>(), services.GetRequiredService<EdgeNetwork>().Sender,
                services.GetRequiredService<EdgeMetrics>(), services.GetRequiredService<AuditLog>(), services.GetRequiredService<TimeProvider>())),
            SteeringActor.Name);
        system.ActorOf(
            Props.Create(() => new ClaimActor(
                services.GetRequiredService<HomeAgentOptions>(), services.GetRequiredService<IMobileNodeDirectory>(), services.GetRequiredService<BlockAnnouncer>(),
                services.GetRequiredService<EdgeState>(), services.GetRequiredService<EntityRegion>(), services.GetRequiredService<IClaimedKernel>(),
                services.GetRequiredService<NumberGrants>(), services.GetRequiredService<EdgeMetrics>(), services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<ClaimActor>>())),
            ClaimActor.Name);
    }

    /// <summary>For a process with the role <c>control</c>: whom its entities tell what became of tunnels.</summary>
    public static IActorRef StartAtControl(ActorSystem system, IServiceProvider services) => system.ActorOf(
        Props.Create(() => new TunnelBroadcast(
            Props.Create<ClusterEdges>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<BarrierMetrics>())), "tunnels");

    /// <summary>The actor of an edge that takes tunnels.</summary>
    internal static IActorRef EdgeAt(ActorSystem system, Address address) => At(system, address, EdgeName);

    /// <summary>By its path and not by selection, which untrusted remoting refuses.</summary>
    internal static IActorRef At(ActorSystem system, Address address, string name) =>
        ((ExtendedActorSystem)system).Provider.ResolveActorRef(new RootActorPath(address) / "user" / name);
}
