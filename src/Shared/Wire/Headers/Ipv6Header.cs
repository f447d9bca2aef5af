using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>The IPv6 header (RFC 8200 3), as a value.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version| Traffic Class |           Flow Label                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Payload Length        |  Next Header  |   Hop Limit   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Source Address                        |  16 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Destination Address                      |  16 bytes
/// </code>
/// </remarks>
/// <param name="TrafficClass">DSCP in the upper 6 bits, ECN in the lower 2 (RFC 3168).</param>
/// <param name="FlowLabel">20 bits.</param>
/// <param name="PayloadLength">Bytes after this header, extension headers included.</param>
public readonly record struct Ipv6Header(
    byte TrafficClass, uint FlowLabel, ushort PayloadLength, byte NextHeader, byte HopLimit, Ipv6Address Source, Ipv6Address Destination)
{
    public const int Size = 40;

    public const uint MaximumFlowLabel = 0xfffff;

    /// <summary>Length of the whole packet, bytes.</summary>
    public int PacketLength => Size + PayloadLength;

    /// <summary>Reads the header of a whole packet. Bytes past <see cref="PacketLength"/> (link-layer padding) are the caller's to cut.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv6Header header, out DropReason why)
    {
        if (!TryReadHeader(packet, out header, out why)) return false;
        if (packet.Length >= header.PacketLength) return true;
        why = DropReason.Truncated;
        return false;
    }

    /// <summary>Reads a header whose payload may be cut short, as in an ICMP error.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out Ipv6Header header, out DropReason why)
    {
        header = default;
        why = DropReason.Truncated;
        if (bytes.Length < Size) return false;
        var first = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        why = DropReason.BadVersion;
        if (first >> 28 != 6) return false;
        why = DropReason.None;
        header = new Ipv6Header(
            (byte)(first >> 20), first & MaximumFlowLabel, BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), bytes[6], bytes[7],
            Ipv6Address.Read(bytes[8..]), Ipv6Address.Read(bytes[24..]));
        return true;
    }

    /// <summary>Writes 40 bytes.</summary>
    public void Write(Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer, 6u << 28 | (uint)TrafficClass << 20 | FlowLabel & MaximumFlowLabel);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], PayloadLength);
        buffer[6] = NextHeader;
        buffer[7] = HopLimit;
        Source.Write(buffer[8..]);
        Destination.Write(buffer[24..]);
    }
}
