using Akka.Actor;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge;

/// <summary>Where an edge's signalling goes while this process is a member of the cluster. Thread-safe.</summary>
public sealed class EntityRegion
{
    private volatile Way? _way;

    /// <param name="region">Of the entities.</param>
    /// <param name="edge">Who gets their answers.</param>
    public void Open(IActorRef region, IActorRef edge) => _way = new Way(region, edge);

    /// <summary>Nothing gets in until it is opened again.</summary>
    public void Close() => _way = null;

    /// <returns>False: it is closed, and the frame is lost. The mobile node will send it again.</returns>
    public bool TryTell(ISignallingFrame frame)
    {
        if (_way is not { } way) return false;
        way.Region.Tell(frame, way.Edge);
        return true;
    }

    /// <param name="inFlight">Has let the frame in.</param>
    /// <returns>False: it is closed, the frame is lost, and another one may come in.</returns>
    public bool TryTell(ISignallingFrame frame, InFlightWindow inFlight)
    {
        if (TryTell(frame)) return true;
        inFlight.Leave(frame.HomeAddress, frame.Received);
        return false;
    }

    /// <param name="sender">Gets the answer.</param>
    /// <returns>False: it is closed.</returns>
    public bool TryTell(IForHomeAddress message, IActorRef sender)
    {
        if (_way is not { } way) return false;
        way.Region.Tell(message, sender);
        return true;
    }

    private sealed record Way(IActorRef Region, IActorRef Edge);
}
