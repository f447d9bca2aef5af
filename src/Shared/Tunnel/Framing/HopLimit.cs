using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Hop Limit of IPv6 (RFC 8200 3), Time to Live of IPv4 (RFC 1812 5.3.1).</summary>
internal static class HopLimit
{
    /// <summary>True if a packet may be forwarded once more.</summary>
    public static bool CanDecrement(ReadOnlySpan<byte> packet) =>
        packet[InnerPacket.Version(packet) == 4 ? Ipv4.TimeToLive : Ipv6.HopLimit] > 1;

    public static void Decrement(Span<byte> packet)
    {
        if (InnerPacket.Version(packet) == 6)
        {
            packet[Ipv6.HopLimit]--;
            return;
        }
        var value = (ushort)((packet[Ipv4.TimeToLive] - 1) << 8 | packet[Ipv4.Protocol]);
        IncrementalChecksum.Replace(packet, Ipv4.Checksum, Ipv4.TimeToLive, value);
    }
}
