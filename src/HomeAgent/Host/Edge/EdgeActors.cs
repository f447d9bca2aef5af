using Akka.Actor;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>The actors between entities and edges, at either end.</summary>
public static class EdgeActors
{
    /// <summary>For a process with the role <c>edge</c>: who gets answers and tunnels.</summary>
    public static IActorRef StartAtEdge(ActorSystem system, IServiceProvider services) => system.ActorOf(
        Props.Create(() => new EdgeActor(services.GetRequiredService<IDatapath>(), services.GetRequiredService<ISignallingEgress>())), "edge");
}
