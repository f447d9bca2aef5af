using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>IPv6 header and extension headers (RFC 8200 3, 4): offsets and in-place changes.</summary>
internal static class Ipv6Layout
{
    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketLayout layout)
    {
        layout = default;
        if (packet.Length < Ipv6Header.Size) return false;
        var length = Ipv6Header.Size + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (length > packet.Length) return false;
        packet = packet[..length];

        var walker = new ExtensionHeaderWalker(packet);
        if (!TryWalk(ref walker)) return false;
        var (link, offset, protocol) = (walker.LinkOffset, walker.Offset, walker.NextHeader);
        var isFragment = protocol == IpProtocol.Fragment;
        var isLater = false;
        if (isFragment && !TryEnterFragment(ref walker, out isLater)) return false;

        layout = new PacketLayout
        {
            Source = Ipv6Address.Read(packet[8..]),
            Destination = Ipv6Address.Read(packet[24..]),
            Length = length,
            NextHeaderOffset = link,
            TransportOffset = offset,
            TransportProtocol = protocol,
            UpperOffset = walker.Offset,
            UpperProtocol = walker.NextHeader,
            IsFragment = isFragment,
            IsLaterFragment = isLater,
        };
        return true;
    }

    /// <summary>Sets the payload length.</summary>
    public static void Finish(Span<byte> packet) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Header.Size));

    /// <summary>Stops at a fragment header, at AH and at whatever is no extension header.</summary>
    private static bool TryWalk(ref ExtensionHeaderWalker walker)
    {
        while (walker.NextHeader is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions)
            if (!walker.TryNext(out _)) return false;
        return true;
    }

    /// <summary>A later fragment ends the walk behind its fragment header.</summary>
    private static bool TryEnterFragment(ref ExtensionHeaderWalker walker, out bool isLater)
    {
        isLater = false;
        if (!walker.TryNext(out _)) return false;
        isLater = walker.Why == DropReason.FragmentNotSupported;
        return isLater || TryWalk(ref walker);
    }
}
