using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>A datagram to UDP port 4500.</summary>
/// <param name="Ingress">How it came: addresses and ports. Nothing of it is authenticated.</param>
/// <param name="Content">Where in the frame the UDP payload is.</param>
public readonly record struct NatTraversalDatagram(Ingress Ingress, NatTraversalContent Kind, Range Content)
{
    internal DropReason WhyNotEsp => Kind switch
    {
        NatTraversalContent.Esp => DropReason.None,
        NatTraversalContent.KeyExchange => DropReason.KeyExchange,
        NatTraversalContent.Keepalive => DropReason.NatKeepalive,
        _ => DropReason.Truncated,
    };
}
