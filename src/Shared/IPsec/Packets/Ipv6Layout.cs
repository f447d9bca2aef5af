using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>IPv6 header and extension headers (RFC 8200 3, 4): offsets and in-place changes.</summary>
internal static class Ipv6Layout
{
    private const int NextHeaderField = 6;
    private const int FragmentHeader = 8;

    // RFC 8200 4.1 lists at most two destination options headers and one of each other kind.
    private const int MaximumHeaders = 8;

    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketLayout layout)
    {
        layout = default;
        if (packet.Length < Ipv6Header.Size) return false;
        var length = Ipv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (length > packet.Length) return false;
        packet = packet[..length];

        var transport = new Position(Ipv6Header.Size, NextHeaderField, packet[NextHeaderField]);
        if (!TryWalk(packet, ref transport)) return false;
        var upper = transport;
        var isFragment = transport.Protocol == IpProtocol.Fragment;
        var isLater = false;
        if (isFragment && !TryEnterFragment(packet, ref upper, out isLater)) return false;

        layout = new PacketLayout
        {
            Source = Ipv6Address.Read(packet[8..]),
            Destination = Ipv6Address.Read(packet[24..]),
            Length = length,
            NextHeaderOffset = transport.NextHeaderOffset,
            TransportOffset = transport.Offset,
            TransportProtocol = transport.Protocol,
            UpperOffset = upper.Offset,
            UpperProtocol = upper.Protocol,
            IsFragment = isFragment,
            IsLaterFragment = isLater,
        };
        return true;
    }

    /// <summary>Sets the payload length.</summary>
    public static void Finish(Span<byte> packet) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Header.Size));

    private static bool TryEnterFragment(ReadOnlySpan<byte> packet, ref Position at, out bool isLater)
    {
        isLater = false;
        if (at.Offset + FragmentHeader > packet.Length) return false;
        isLater = BinaryPrimitives.ReadUInt16BigEndian(packet[(at.Offset + 2)..]) >> 3 != 0;
        at = new Position(at.Offset + FragmentHeader, at.Offset, packet[at.Offset]);
        return isLater || TryWalk(packet, ref at);
    }

    private static bool TryWalk(ReadOnlySpan<byte> packet, ref Position at)
    {
        for (var headers = 0; at.Protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions; headers++)
        {
            if (headers == MaximumHeaders || at.Offset + 2 > packet.Length) return false;
            var end = at.Offset + (packet[at.Offset + 1] + 1) * 8;
            if (end > packet.Length) return false;
            at = new Position(end, at.Offset, packet[at.Offset]);
        }

        return true;
    }

    private readonly record struct Position(int Offset, int NextHeaderOffset, byte Protocol);
}
