using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Signalling in a tunnel whose IPv6 header has the home address and which names it once more, as native signalling has to: in a Home Address option
/// (RFC 6275 11.7.1, RFC 5555 2.2.2) or a type 2 routing header (RFC 5555 4.5). The formats of RFC 5555 4.2 have neither; both are taken.
/// </summary>
public static class TunnelledHomeAddress
{
    /// <summary>At the home agent: takes the option out, so that ESP or the Mobility Header follows the IPv6 header.</summary>
    /// <param name="packet">IPv6, cut to its length.</param>
    /// <param name="removed">Where the packet begins now; 0: there is no such option, and all is as it was.</param>
    /// <returns>False: the packet is malformed, or names two home addresses.</returns>
    public static bool TryRemoveOption(Span<byte> packet, out int removed, out DropReason why)
    {
        removed = 0;
        if (!HomeAddressOption.TryFind(packet, out var option, out why)) return false;
        if (option is not { } found || !IsSignalling(found.Header)) return true;
        if (!found.IsAlone || found.HomeAddress != Ipv6Address.Read(packet[Ipv6.Source..])) why = DropReason.BadHomeAddressOption;
        else removed = Remove(packet, found.Header);
        return why == DropReason.None;
    }

    /// <summary>At the mobile node: takes the routing header out.</summary>
    /// <inheritdoc cref="TryRemoveOption"/>
    public static bool TryRemoveRoutingHeader(Span<byte> packet, out int removed, out DropReason why)
    {
        removed = 0;
        if (!Type2RoutingHeader.TryFind(packet, out var routing, out why)) return false;
        if (routing is not { } found || !IsSignalling(found.Header)) return true;
        if (found.HomeAddress != Ipv6Address.Read(packet[Ipv6.Destination..])) why = DropReason.BadRoutingHeader;
        else removed = Remove(packet, found.Header);
        return why == DropReason.None;
    }

    private static bool IsSignalling(in ExtensionHeader header) => header.NextHeader is IpProtocol.Esp or IpProtocol.MobilityHeader;

    private static int Remove(Span<byte> packet, in ExtensionHeader header)
    {
        NativeHomeAddress.Remove(packet, header);
        return header.Length;
    }
}
