using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Offsets in an IPv4 header (RFC 791 3.1), for code that edits packets in place.</summary>
internal static class Ipv4
{
    public const int HeaderLength = 20;
    public const int TypeOfService = 1;
    public const int TotalLength = 2;
    public const int Identification = 4;
    public const int Fragment = 6;
    public const int TimeToLive = 8;
    public const int Protocol = 9;
    public const int Checksum = 10;
    public const int Source = 12;
    public const int Destination = 16;

    public const ushort DontFragment = 0x4000;
    public const ushort MoreFragments = 0x2000;
    public const ushort FragmentOffsetMask = 0x1fff;

    /// <summary>Every IPv4 link carries packets of this size (RFC 791 3.2), bytes.</summary>
    public const int MinimumMtu = 68;

    /// <summary>Fills the header checksum.</summary>
    public static void WriteChecksum(Span<byte> header)
    {
        header.Slice(Checksum, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[Checksum..], InternetChecksum.Of(header));
    }
}
