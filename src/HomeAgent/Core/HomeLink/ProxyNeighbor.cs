using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Interception on the home link (RFC 6275 10.4.1, RFC 5555 4.5): the home agent answers Neighbor Solicitations and ARP requests for mobile nodes
/// that are away with its own link-layer address. Whoever performs duplicate address detection for such an address is told that it is taken.
/// </summary>
/// <param name="own">Link-layer address of the home agent on the home link.</param>
/// <param name="source">IPv6 address of the home agent there.</param>
public sealed class ProxyNeighbor(LinkAddress own, Ipv6Address source, IProxiedAddresses proxied)
{
    /// <summary>MAX_NEIGHBOR_ADVERTISEMENT (RFC 4861 10).</summary>
    public const int MaxNeighborAdvertisement = 3;

    /// <returns>Null: somebody else's affair.</returns>
    public NeighborPacket? Answer(NeighborPacket heard, DateTimeOffset now)
    {
        if (heard.Message is not NeighborSolicitation { Target: var target } || heard.LinkSource == own || !proxied.Contains(target, now, out var isRouter)) return null;
        // RFC 4861 7.2.4: a node that has no address yet can be reached by multicast only, and such an answer is not a solicited one.
        if (heard.Source.IsUnspecified) return Unsolicited(target, isRouter);
        return new NeighborPacket(heard.LinkSource, own, heard.Source, source, Advertisement(target, isRouter, NeighborAdvertisementFlags.Solicited));
    }

    /// <returns>Null: somebody else's affair.</returns>
    public ArpPacket? Answer(in ArpPacket heard, DateTimeOffset now) =>
        heard.Operation == ArpOperation.Request && heard.SenderLink != own && !heard.SenderLink.IsMulticast && proxied.Contains(heard.Target, now, out _)
            ? heard.ReplyWith(own)
            : null;

    /// <summary>Tells all nodes of the link that an address is to be found here now, as a frame; null if it is not.</summary>
    public byte[]? Announcement(IpAddress address, DateTimeOffset now)
    {
        if (!proxied.Contains(address, now, out var isRouter)) return null;
        return address.IsIpv4 ? ArpPacket.Gratuitous(address.AsIpv4, own).ToFrame() : Unsolicited(address.AsIpv6, isRouter).ToFrame();
    }

    private NeighborPacket Unsolicited(Ipv6Address target, bool isRouter) =>
        NeighborPacket.Multicast(NeighborPacket.AllNodes, own, source, Advertisement(target, isRouter, NeighborAdvertisementFlags.None));

    /// <summary>Always with O: caches that know the mobile node's own link-layer address have to forget it.</summary>
    private NeighborAdvertisement Advertisement(Ipv6Address target, bool isRouter, NeighborAdvertisementFlags solicited) => new(
        target, NeighborAdvertisementFlags.Override | solicited | (isRouter ? NeighborAdvertisementFlags.Router : NeighborAdvertisementFlags.None), own);
}
