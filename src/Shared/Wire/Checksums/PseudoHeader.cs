using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>The pseudo-headers that upper-layer checksums start with: IPv6 (RFC 8200 8.1) and IPv4 (RFC 768).</summary>
/// <remarks>
/// <code>
/// IPv6: Source (16) | Destination (16) | Upper-Layer Packet Length (4) | zero (3) | Next Header (1)
/// IPv4: Source  (4) | Destination  (4) | zero (1) | Protocol (1) | Length (2)
/// </code>
/// </remarks>
public static class PseudoHeader
{
    /// <summary>A checksum over the IPv6 pseudo-header, to which the upper-layer packet is to be added.</summary>
    /// <param name="length">Upper-layer packet length in bytes.</param>
    public static InternetChecksum Ipv6(Ipv6Address source, Ipv6Address destination, byte nextHeader, int length)
    {
        Span<byte> bytes = stackalloc byte[40];
        source.Write(bytes);
        destination.Write(bytes[16..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[32..], length);
        BinaryPrimitives.WriteInt32BigEndian(bytes[36..], nextHeader);
        var checksum = new InternetChecksum();
        checksum.Add(bytes);
        return checksum;
    }

    /// <summary>A checksum over the IPv4 pseudo-header, to which the upper-layer packet is to be added.</summary>
    /// <param name="length">Upper-layer packet length in bytes, at most 65535.</param>
    public static InternetChecksum Ipv4(Ipv4Address source, Ipv4Address destination, byte protocol, int length)
    {
        Span<byte> bytes = stackalloc byte[12];
        source.Write(bytes);
        destination.Write(bytes[4..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], protocol << 16 | length);
        var checksum = new InternetChecksum();
        checksum.Add(bytes);
        return checksum;
    }

    /// <summary>The checksum of a whole upper-layer packet with its IPv6 pseudo-header; 0 if its checksum field is there and right.</summary>
    public static ushort Checksum(Ipv6Address source, Ipv6Address destination, byte nextHeader, ReadOnlySpan<byte> packet)
    {
        var checksum = Ipv6(source, destination, nextHeader, packet.Length);
        checksum.Add(packet);
        return checksum.Value;
    }

    /// <summary>The checksum of a whole upper-layer packet with its IPv4 pseudo-header; 0 if its checksum field is there and right.</summary>
    public static ushort Checksum(Ipv4Address source, Ipv4Address destination, byte protocol, ReadOnlySpan<byte> packet)
    {
        var checksum = Ipv4(source, destination, protocol, packet.Length);
        checksum.Add(packet);
        return checksum.Value;
    }
}
