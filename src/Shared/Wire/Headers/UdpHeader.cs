using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>The UDP header (RFC 768), as a value.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Source Port          |       Destination Port        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            Length             |           Checksum            |
/// </code>
/// </remarks>
/// <param name="Length">Header and data, bytes.</param>
/// <param name="Checksum">0: none was computed, which only IPv4 allows.</param>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, ushort Length, ushort Checksum = 0)
{
    public const int Size = 8;

    private const int ChecksumOffset = 6;

    /// <summary>Reads the header of a whole datagram. Bytes past <see cref="Length"/> are the caller's to cut.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out UdpHeader header, out DropReason why)
    {
        header = default;
        why = DropReason.Truncated;
        if (datagram.Length < Size) return false;
        header = new UdpHeader(
            BinaryPrimitives.ReadUInt16BigEndian(datagram), BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]), BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]));
        if (header.Length > datagram.Length) return false;
        why = header.Length < Size ? DropReason.BadLength : DropReason.None;
        return why == DropReason.None;
    }

    /// <summary>Writes 8 bytes, the checksum as it is in this value.</summary>
    public void Write(Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], Length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[ChecksumOffset..], Checksum);
    }

    /// <summary>Computes the checksum of a datagram, exactly as long as its Length field says, and writes it into its header.</summary>
    public static void Seal(Span<byte> datagram, Ipv4Address source, Ipv4Address destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], 0);
        Put(datagram, PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram));
    }

    /// <inheritdoc cref="Seal(Span{byte}, Ipv4Address, Ipv4Address)"/>
    public static void Seal(Span<byte> datagram, Ipv6Address source, Ipv6Address destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], 0);
        Put(datagram, PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram));
    }

    /// <summary>For a datagram exactly as long as its Length field says. True without a checksum, too.</summary>
    public static bool IsChecksumValid(ReadOnlySpan<byte> datagram, Ipv4Address source, Ipv4Address destination) =>
        !HasChecksum(datagram) || PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram) == 0;

    /// <summary>For a datagram exactly as long as its Length field says. False without a checksum (RFC 8200 8.1).</summary>
    public static bool IsChecksumValid(ReadOnlySpan<byte> datagram, Ipv6Address source, Ipv6Address destination) =>
        HasChecksum(datagram) && PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram) == 0;

    private static bool HasChecksum(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]) != 0;

    // A sum of zero is sent as its other form, all ones, because zero says "none".
    private static void Put(Span<byte> datagram, ushort checksum) =>
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], checksum == 0 ? ushort.MaxValue : checksum);
}
