using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>The IPv4 header (RFC 791 3.1), as a value without its options.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version|  IHL  |Type of Service|          Total Length         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Identification        |0|DF|MF|    Fragment Offset    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Time to Live |    Protocol   |         Header Checksum       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                       Source Address                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Destination Address                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                    Options (IHL over 5)                       |
/// </code>
/// </remarks>
/// <param name="TypeOfService">DSCP in the upper 6 bits, ECN in the lower 2 (RFC 3168).</param>
/// <param name="TotalLength">Header and payload, bytes.</param>
/// <param name="FragmentOffset">13 bits, in units of 8 bytes.</param>
public readonly record struct Ipv4Header(
    byte TypeOfService, ushort TotalLength, ushort Identification, bool DontFragment, bool MoreFragments, ushort FragmentOffset,
    byte TimeToLive, byte Protocol, Ipv4Address Source, Ipv4Address Destination)
{
    /// <summary>Length without options.</summary>
    public const int Size = 20;

    internal const int ChecksumOffset = 10;
    private const ushort DontFragmentBit = 0x4000;
    private const ushort MoreFragmentsBit = 0x2000;

    /// <summary>Length with options: 20 to 60, a multiple of 4.</summary>
    public int HeaderLength { get; init; } = Size;

    /// <summary>A piece of a larger packet, the first one included: nothing behind this header is whole.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Reads and checks the header of a whole packet. Bytes past <see cref="TotalLength"/> are the caller's to cut.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv4Header header, out DropReason why)
    {
        if (!TryReadHeader(packet, out header, out why)) return false;
        why = DropReason.BadChecksum;
        if (!InternetChecksum.IsValid(packet[..header.HeaderLength])) return false;
        why = DropReason.Truncated;
        if (packet.Length < header.TotalLength) return false;
        why = DropReason.None;
        return true;
    }

    /// <summary>Reads a header whose payload may be cut short and whose checksum may be stale, as in an ICMP error.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out Ipv4Header header, out DropReason why)
    {
        header = default;
        why = DropReason.Truncated;
        if (bytes.Length < Size) return false;
        why = DropReason.BadVersion;
        if (bytes[0] >> 4 != 4) return false;
        why = DropReason.BadLength;
        var headerLength = 4 * (bytes[0] & 0x0f);
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (headerLength < Size || totalLength < headerLength) return false;
        why = DropReason.Truncated;
        if (bytes.Length < headerLength) return false;
        why = DropReason.None;
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        header = new Ipv4Header(
            bytes[1], totalLength, BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]),
            (fragment & DontFragmentBit) != 0, (fragment & MoreFragmentsBit) != 0, (ushort)(fragment & 0x1fff),
            bytes[8], bytes[9], Ipv4Address.Read(bytes[12..]), Ipv4Address.Read(bytes[16..]))
        { HeaderLength = headerLength };
        return true;
    }

    /// <summary>Writes the header and its checksum. Options are taken as they lie in the buffer, up to <see cref="HeaderLength"/>.</summary>
    public void Write(Span<byte> buffer)
    {
        var flags = (DontFragment ? DontFragmentBit : 0) | (MoreFragments ? MoreFragmentsBit : 0);
        buffer[0] = (byte)(0x40 | HeaderLength / 4);
        buffer[1] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], TotalLength);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[6..], (ushort)(flags | FragmentOffset & 0x1fff));
        buffer[8] = TimeToLive;
        buffer[9] = Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[ChecksumOffset..], 0);
        Source.Write(buffer[12..]);
        Destination.Write(buffer[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[ChecksumOffset..], InternetChecksum.Of(buffer[..HeaderLength]));
    }
}
