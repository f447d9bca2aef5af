using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Req 4 of the draft, first half: a sealed Binding Update goes to its entity together with the way it came.</summary>
public sealed class SignallingAdmission(SignallingClassification classification, InFlightWindow inFlight, EntityRegion entities, AuditLog audit)
{
    /// <param name="packet">IPv6 and ESP, to the home agent address.</param>
    public void Offer(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        var why = classification.Classify(packet, ingress, now, out var home);
        var trace = why == DropReason.None ? Traces.Received(home, ingress) : null;
        if (why == DropReason.None && !inFlight.TryEnter(home, now)) why = DropReason.QueueFull;
        if (why == DropReason.None && !entities.TryTell(new ClassifiedFrame(home, ingress, packet.ToArray(), now) { Trace = trace.ContextOf() }, inFlight))
            why = DropReason.NoCluster;
        trace?.End(why);
        if (why != DropReason.None) audit.Dropped(why, home, ingress.Remote);
    }
}
