using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>Where entities reach the edge. Payload never comes this way.</summary>
/// <param name="signalling">The edge's way out for acknowledgements.</param>
public sealed class EdgeActor(IDatapath datapath, ISignallingEgress signalling) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TunnelChanged { Tunnel: { } tunnel } changed: datapath.Put(changed.Home, tunnel, changed.Version, changed.Expires); break;
            case TunnelChanged removed: datapath.Remove(removed.Home, removed.Version); break;
            case Transmit transmit: signalling.Transmit(transmit); break;
            case FrameDropped dropped: signalling.Ended(dropped); break;
            default: Unhandled(message); break;
        }
    }
}
