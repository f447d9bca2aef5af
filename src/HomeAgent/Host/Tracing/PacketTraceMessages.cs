using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Tracing;

/// <summary>Feed to feed, again and again: these mobile nodes are traced here, and no others. Who has not heard it for a while traces nothing for the sender.</summary>
public sealed record PacketsWanted(ImmutableArray<PacketTraceRequest> Traces);

/// <param name="MostPackets">One process need not send more of them.</param>
public sealed record PacketTraceRequest(Guid Trace, Ipv6Address HomeAddress, int MostPackets);

/// <summary>Feed to feed: what has passed since the last time.</summary>
/// <param name="Node">Name of the edge, or address of a member that is none.</param>
/// <param name="Followed">Traces that the sender takes part in.</param>
/// <param name="Missed">Packets that came too fast to be kept.</param>
public sealed record PacketsSeen(string Node, ImmutableArray<Guid> Followed, ImmutableArray<TracedPacket> Packets, long Missed);

/// <summary>A packet of a traced mobile node.</summary>
/// <param name="Bytes">From the outermost IP header on.</param>
public sealed record TracedPacket(Guid Trace, DateTimeOffset At, PacketPlace Place, byte[] Bytes);

/// <summary>Where a packet was seen.</summary>
public enum PacketPlace
{
    /// <summary>As it came from the wire.</summary>
    Received,

    /// <summary>As it went to the wire.</summary>
    Sent,

    /// <summary>Signalling as IPsec has opened it.</summary>
    Opened,

    /// <summary>Signalling as IPsec is given it to be sealed.</summary>
    Sealing,
}
