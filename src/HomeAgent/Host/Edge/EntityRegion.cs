using Akka.Actor;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge;

/// <summary>Where an edge's signalling goes. Before it is opened nothing gets in.</summary>
public sealed class EntityRegion
{
    private IActorRef? _region;
    private IActorRef? _edge;

    /// <param name="region">Of the entities.</param>
    /// <param name="edge">Who gets their answers.</param>
    public void Open(IActorRef region, IActorRef edge) => (_region, _edge) = (region, edge);

    public void Tell(ISignallingFrame frame) => _region?.Tell(frame, _edge);
}
