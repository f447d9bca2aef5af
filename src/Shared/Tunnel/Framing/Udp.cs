using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Offsets in a UDP header (RFC 768), and its checksum over IPv4.</summary>
internal static class Udp
{
    public const int HeaderLength = 8;
    public const int DestinationPort = 2;
    public const int Length = 4;
    public const int Checksum = 6;

    /// <summary>True also for a checksum of zero, which says that the sender made none.</summary>
    public static bool HasRightChecksum(Ipv4Address source, Ipv4Address destination, ReadOnlySpan<byte> datagram) =>
        BinaryPrimitives.ReadUInt16BigEndian(datagram[Checksum..]) == 0
        || PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram) == 0;

    /// <summary>Fills the checksum field; a sum of zero goes out as all ones.</summary>
    public static void WriteChecksum(Ipv4Address source, Ipv4Address destination, Span<byte> datagram)
    {
        datagram[Checksum..HeaderLength].Clear();
        var sum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[Checksum..], sum == 0 ? ushort.MaxValue : sum);
    }
}
