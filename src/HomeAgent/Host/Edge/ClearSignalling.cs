using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Clear Mobility Headers to the home agent: dropped, but for those of mobile nodes that are configured to have no SA. Their home address is what
/// the packet says it is (RFC 6275 9.3.1), and nobody proves it.
/// </summary>
public sealed class ClearSignalling(IMobileNodeDirectory directory, InFlightWindow inFlight, EntityRegion entities, AuditLog audit)
{
    /// <param name="packet">IPv6 and a Mobility Header; its source is the home address.</param>
    public void Offer(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        var why = Classify(packet, out var home);
        var trace = why == DropReason.None ? Traces.Received(home, ingress) : null;
        if (why == DropReason.None && !inFlight.TryEnter(home, now)) why = DropReason.QueueFull;
        if (why == DropReason.None && !entities.TryTell(new OpenedFrame(home, ingress, packet.ToArray(), now) { Trace = trace.ContextOf() }, inFlight))
            why = DropReason.NoCluster;
        trace?.End(why);
        if (why != DropReason.None) audit.Dropped(why, why == DropReason.UnprotectedSignalling ? Ipv6Address.Any : home, ingress.Remote);
    }

    private DropReason Classify(ReadOnlySpan<byte> packet, out Ipv6Address home)
    {
        home = default;
        if (!Ipv6Header.TryRead(packet, out var header, out var why)) return why;
        home = header.Source;
        return directory.TryFind(home, out var node) && node.IsUnprotected ? DropReason.None : DropReason.UnprotectedSignalling;
    }
}
