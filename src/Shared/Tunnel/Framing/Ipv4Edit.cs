using System.Buffers.Binary;

namespace DsMip.Tunnel;

/// <summary>Changes in a valid IPv4 header that keep its checksum right without reading the rest (RFC 1624, equation 3).</summary>
internal static class Ipv4Edit
{
    /// <summary>Replaces the 16 bits at <paramref name="offset"/>, which must be even and not the checksum itself.</summary>
    public static void Replace16(Span<byte> header, int offset, ushort value)
    {
        var before = BinaryPrimitives.ReadUInt16BigEndian(header[offset..]);
        var sum = (uint)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4.Checksum..]) + (ushort)~before + value;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[offset..], value);
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4.Checksum..], (ushort)~sum);
    }
}
