using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Does a plain IP packet hold what its header says?</summary>
internal static class InnerLength
{
    /// <param name="version">4 or 6; 0: whatever the packet's version nibble says.</param>
    /// <param name="length">Header and payload; never more than the span has.</param>
    public static DropReason Of(ReadOnlySpan<byte> packet, int version, out int length)
    {
        length = 0;
        var actual = IpVersion.Of(packet);
        if (packet.IsEmpty) return DropReason.Truncated;
        if (version != 0 && actual != version) return DropReason.BadVersion;
        return actual switch
        {
            4 => OfIpv4(packet, out length),
            6 => OfIpv6(packet, out length),
            _ => DropReason.BadVersion,
        };
    }

    private static DropReason OfIpv4(ReadOnlySpan<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < Ipv4Header.Size) return DropReason.Truncated;
        var header = HeaderLengthOfIpv4(packet);
        length = BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv4.TotalLength..]);
        if (header < Ipv4Header.Size || length < header) return DropReason.BadLength;
        return length > packet.Length ? DropReason.Truncated : DropReason.None;
    }

    private static DropReason OfIpv6(ReadOnlySpan<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < Ipv6Header.Size) return DropReason.Truncated;
        length = Ipv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv6.PayloadLength..]);
        return length > packet.Length ? DropReason.Truncated : DropReason.None;
    }

    /// <summary>A whole fixed header of either version, whatever is missing behind it; for packets quoted by ICMP errors.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> packet) => IpVersion.Of(packet) switch
    {
        4 => packet.Length >= Ipv4Header.Size,
        6 => packet.Length >= Ipv6Header.Size,
        _ => false,
    };

    /// <summary>The length that the header states, bytes.</summary>
    public static int Claimed(ReadOnlySpan<byte> packet) => IpVersion.Of(packet) == 4
        ? BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv4.TotalLength..])
        : Ipv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(packet[Ipv6.PayloadLength..]);

    public static int HeaderLengthOfIpv4(ReadOnlySpan<byte> packet) => (packet[0] & 15) * 4;
}
