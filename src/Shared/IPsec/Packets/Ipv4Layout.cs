using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>IPv4 header (RFC 791 3.1): offsets and in-place changes.</summary>
internal static class Ipv4Layout
{
    private const int MoreFragments = 0x2000;
    private const int FragmentOffsetMask = 0x1fff;

    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketLayout layout)
    {
        layout = default;
        if (packet.Length < Ipv4Header.Size) return false;
        var header = (packet[0] & 15) * 4;
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < Ipv4Header.Size || length < header || length > packet.Length) return false;
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        layout = new PacketLayout
        {
            Source = Ipv4Address.Read(packet[12..]),
            Destination = Ipv4Address.Read(packet[16..]),
            Length = length,
            NextHeaderOffset = 9,
            TransportOffset = header,
            TransportProtocol = packet[9],
            UpperOffset = header,
            UpperProtocol = packet[9],
            IsFragment = (fragment & (MoreFragments | FragmentOffsetMask)) != 0,
            IsLaterFragment = (fragment & FragmentOffsetMask) != 0,
        };
        return true;
    }

    /// <summary>Sets the total length and makes the header checksum right again.</summary>
    public static void Finish(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        WriteChecksum(packet[..((packet[0] & 15) * 4)]);
    }

    public static void WriteChecksum(Span<byte> header)
    {
        header.Slice(10, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Of(header));
    }
}
