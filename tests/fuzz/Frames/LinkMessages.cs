using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.Fuzz.Frames;

/// <summary>ICMPv6 messages of Mobile IPv6 and of links.</summary>
internal static class LinkMessages
{
    public static readonly LinkAddress Router = new(0x0200_0000_0001);
    public static readonly LinkAddress Neighbor = new(0x0200_0000_0002);
    private static readonly PrefixInformationOption Prefix = new(64, (PrefixInformationFlags)0xe0, 86400, 3600, Lab.HomeAgent);

    public static MobilePrefixAdvertisement Advertisement(ushort identifier) => new(identifier, true, false, [Prefix, Prefix with { PrefixLength = 56 }]);

    public static IEnumerable<Icmpv6Message> Mobility =>
    [
        new HomeAgentAddressDiscoveryRequest(7), new HomeAgentAddressDiscoveryReply(7, [Lab.HomeAgent, Lab.Bob]), new MobilePrefixSolicitation(9), Advertisement(9),
    ];

    public static IEnumerable<Icmpv6Message> Neighbors =>
    [
        new RouterSolicitation(Neighbor), new NeighborSolicitation(Lab.Alice, Neighbor), new NeighborSolicitation(Lab.Alice),
        new NeighborAdvertisement(Lab.Alice, (NeighborAdvertisementFlags)0xe0, Neighbor),
        new RouterAdvertisement(RouterAdvertisementFlags.HomeAgent, 1800, Router, [Prefix], new AdvertisementIntervalOption(600_000), new HomeAgentInformationOption(5, 1800)),
    ];

    public static IEnumerable<Icmpv6Message> All => Mobility.Concat(Neighbors);
}
