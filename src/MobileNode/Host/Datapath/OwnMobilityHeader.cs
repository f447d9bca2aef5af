using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>Mobility Headers of this node's own, behind whatever extension headers. Guests of a mobile network have mobility of their own.</summary>
internal static class OwnMobilityHeader
{
    private const int Source = 8, Destination = 24;

    public static bool IsFrom(ReadOnlySpan<byte> packet, Ipv6Address homeAddress) => Is(packet, Source, homeAddress);

    public static bool IsTo(ReadOnlySpan<byte> packet, Ipv6Address homeAddress) => Is(packet, Destination, homeAddress);

    private static bool Is(ReadOnlySpan<byte> packet, int own, Ipv6Address homeAddress) =>
        IpVersion.Of(packet) == 6 && packet.Length >= Ipv6Header.Size && Ipv6Address.Read(packet[own..]) == homeAddress
        && ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out _, out _) && protocol == IpProtocol.MobilityHeader;
}
