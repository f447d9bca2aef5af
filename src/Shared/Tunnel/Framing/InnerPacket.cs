using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>The few fields of a plain IP packet that tunnels look at, whatever its version.</summary>
public static class InnerPacket
{
    /// <summary>The source address; false when it is neither an IPv4 nor an IPv6 header, is cut short, or holds an IPv4-mapped address.</summary>
    public static bool TryReadSource(ReadOnlySpan<byte> packet, out IpAddress source) => TryRead(packet, 12, 8, out source);

    /// <summary>The destination address; false as with <see cref="TryReadSource"/>.</summary>
    public static bool TryReadDestination(ReadOnlySpan<byte> packet, out IpAddress destination) => TryRead(packet, 16, 24, out destination);

    /// <summary>An ICMP Redirect (RFC 792, RFC 4861 4.5): a word between neighbours on a link, and a tunnel is none of those it can speak of.</summary>
    public static bool IsRedirect(ReadOnlySpan<byte> packet) => IpVersion.Of(packet) switch
    {
        4 when packet.Length > Ipv4Header.Size => packet[9] == IpProtocol.Icmp && TypeOf(packet, (packet[0] & 0xf) * 4) == (byte)Icmpv4Type.Redirect,
        6 when packet.Length > Ipv6Header.Size => packet[6] == IpProtocol.Icmpv6 && packet[Ipv6Header.Size] == (byte)Icmpv6Type.Redirect,
        _ => false,
    };

    // Only the first fragment has one.
    private static int TypeOf(ReadOnlySpan<byte> packet, int headerLength) =>
        headerLength < packet.Length && (packet[6] & 0x1f) == 0 && packet[7] == 0 ? packet[headerLength] : -1;

    private static bool TryRead(ReadOnlySpan<byte> packet, int ipv4Offset, int ipv6Offset, out IpAddress address)
    {
        address = default;
        switch (IpVersion.Of(packet))
        {
            case 4 when packet.Length >= Ipv4Header.Size:
                address = Ipv4Address.Read(packet[ipv4Offset..]);
                return true;
            case 6 when packet.Length >= Ipv6Header.Size:
                // An IPv4-mapped address on the wire would pass for the IPv4 address itself.
                address = Ipv6Address.Read(packet[ipv6Offset..]);
                return !address.IsIpv4;
            default:
                return false;
        }
    }
}
