using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>The few fields of a plain IP packet that tunnels look at, whatever its version.</summary>
public static class InnerPacket
{
    /// <summary>The source address; false when it is neither an IPv4 nor an IPv6 header, is cut short, or holds an IPv4-mapped address.</summary>
    public static bool TryReadSource(ReadOnlySpan<byte> packet, out IpAddress source) => TryRead(packet, 12, 8, out source);

    /// <summary>The destination address; false as with <see cref="TryReadSource"/>.</summary>
    public static bool TryReadDestination(ReadOnlySpan<byte> packet, out IpAddress destination) => TryRead(packet, 16, 24, out destination);

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
