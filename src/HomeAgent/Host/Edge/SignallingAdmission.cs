using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Req 4 of the draft, first half: a sealed Binding Update goes to its entity together with the way it came.</summary>
public sealed class SignallingAdmission(SignallingClassification classification, InFlightWindow inFlight, AuditLog audit)
{
    private IActorRef? _region;
    private IActorRef? _edge;

    /// <summary>Where frames go, and who gets the answers. Before that nothing is let in.</summary>
    public void Open(IActorRef region, IActorRef edge) => (_region, _edge) = (region, edge);

    /// <param name="packet">IPv6 and ESP, to the home agent address.</param>
    public void Offer(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        var why = classification.Classify(packet, ingress, now, out var home);
        if (why == DropReason.None && !inFlight.TryEnter(home, now)) why = DropReason.QueueFull;
        if (why != DropReason.None) audit.Dropped(why, home, ingress.Remote);
        else _region?.Tell(new ClassifiedFrame(home, ingress, packet.ToArray(), now), _edge);
    }
}
