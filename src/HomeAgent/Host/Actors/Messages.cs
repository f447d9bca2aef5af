using System.Diagnostics;
using Akka.Actor;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>A message for the binding cache entry of one home address.</summary>
public interface IForHomeAddress
{
    Ipv6Address HomeAddress { get; }
}

/// <summary>Edge to entity: a signalling packet. Answered with exactly one <see cref="Transmit"/> or <see cref="FrameDropped"/>.</summary>
public interface ISignallingFrame : IForHomeAddress
{
    /// <summary>How it came.</summary>
    Ingress Ingress { get; }

    /// <summary>The packet from its IPv6 header on, tunnel headers and Home Address option removed.</summary>
    byte[] Bytes { get; }

    /// <summary>When the edge saw it, by the edge's clock. Goes back as it came.</summary>
    DateTimeOffset Received { get; }

    /// <summary>The same moment by the clock of this process, as its age tells it: a mobile node that waited too long has sent another one.</summary>
    DateTimeOffset Since { get; }

    /// <summary>Of the span in which the edge received it; default: it has no trace.</summary>
    ActivityContext Trace { get; }
}

/// <summary>Before IPsec.</summary>
/// <param name="HomeAddress">Source of the packet, which proves nothing yet.</param>
/// <param name="Ingress">The entity stamps a tag for it, next to IPsec.</param>
/// <param name="Bytes">ESP.</param>
public sealed record ClassifiedFrame(Ipv6Address HomeAddress, Ingress Ingress, byte[] Bytes, DateTimeOffset Received) : ISignallingFrame
{
    public DateTimeOffset Since { get; init; } = Received;

    public ActivityContext Trace { get; init; }
}

/// <summary>After IPsec, which is that of the edge's kernel. The answer is sealed there, too.</summary>
/// <param name="HomeAddress">Source of the packet, as its SA has it.</param>
/// <param name="Ingress">Found again by the edge.</param>
/// <param name="Bytes">A clear Mobility Header.</param>
/// <param name="Numbers">The kernel's, if the keys are by hand and may be used once more after the kernel has forgotten.</param>
public sealed record OpenedFrame(
    Ipv6Address HomeAddress, Ingress Ingress, byte[] Bytes, DateTimeOffset Received, KernelNumbers? Numbers = null) : ISignallingFrame
{
    public DateTimeOffset Since { get; init; } = Received;

    public ActivityContext Trace { get; init; }
}

/// <summary>Lifetime wheel to entity: look at the clock.</summary>
public sealed record LifetimeEnded(Ipv6Address HomeAddress) : IForHomeAddress;

/// <summary>To an entity: the prefixes of the home link have changed, or it is time to tell the mobile node of them.</summary>
public sealed record AdvertisementDue(Ipv6Address HomeAddress) : IForHomeAddress;

/// <summary>
/// Shard to entity: end when you have answered what came before. A poison pill would not wait for the journal, and what is durable would be
/// neither pushed nor acknowledged.
/// </summary>
public sealed record Stop
{
    public static readonly Stop Instance = new();
}

/// <summary>Entity to the edge that the frame came from: send it back by the way it came.</summary>
/// <param name="HomeAddress">Of the frame that it answers.</param>
/// <param name="Packet">Sealed, or clear if the frame was opened at the edge; the edge puts the outer headers on.</param>
/// <param name="Received">Of the frame that it answers.</param>
/// <param name="Tunnel">What the acknowledged decision made of the tunnel, for the edge to know before the mobile node does; null: as it was.</param>
public sealed record Transmit(
    Ipv6Address HomeAddress, Ingress Ingress, byte[] Packet, DateTimeOffset Received, TunnelChanged? Tunnel = null)
{
    /// <summary>In place of <see cref="Received"/>: it answers no frame, and there is nothing to be noted of how long that took.</summary>
    public static readonly DateTimeOffset Unasked = DateTimeOffset.UnixEpoch;

    /// <summary>Null: nobody has to be given numbers.</summary>
    public OutboundGrant? Grant { get; init; }

    /// <summary>Of the span of the decision that it tells; default: it has no trace.</summary>
    public ActivityContext Trace { get; init; }
}

/// <summary>Entity to the broadcast of its process: tell all edges of the tunnel, and send the answer when they know it.</summary>
/// <param name="Edge">Where the answer goes.</param>
/// <param name="Tunnel">That of the answer.</param>
public sealed record Acknowledge(IActorRef Edge, Transmit Answer, TunnelChanged Tunnel)
{
    /// <summary>Ends when the answer goes; null: it has no trace.</summary>
    public Activity? Push { get; init; }
}

/// <summary>Entity to the edge that the frame came from: nothing will be sent.</summary>
/// <param name="HomeAddress">Of that frame.</param>
/// <param name="Received">Of that frame.</param>
public sealed record FrameDropped(Ipv6Address HomeAddress, DateTimeOffset Received)
{
    /// <summary>Another edge has claimed the numbers since this claim; 0: that is not why.</summary>
    public ulong LostClaim { get; init; }

    /// <summary>The control node has as much under way as it can bear.</summary>
    public bool NoRoom { get; init; }
}

/// <summary>Entity to all edges: does anybody on the home link have these addresses? The edge that has their block finds out and answers.</summary>
/// <param name="Home">The IPv6 home address, and whether the link-local address belongs to it.</param>
public sealed record ProbeAddress(HomeAddresses Home);

/// <summary>Edge to the entity that asked, or did before its shard was moved.</summary>
public sealed record AddressProbed(Ipv6Address HomeAddress, bool IsUnique);

/// <summary>Entity to all edges: from now on this is how payload goes.</summary>
/// <param name="Tunnel">Null: no more.</param>
/// <param name="Version">Only grows; an edge ignores what is older than what it has.</param>
public sealed record TunnelChanged(HomeAddresses Home, BidirectionalTunnel? Tunnel, long Version, DateTimeOffset Expires);
