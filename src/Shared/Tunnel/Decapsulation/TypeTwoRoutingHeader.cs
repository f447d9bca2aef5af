using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Recognises the type 2 routing header (RFC 6275 6.4). Any other routing header that still has segments left is refused.</summary>
internal static class TypeTwoRoutingHeader
{
    public const byte Type = 2;
    public const int Length = 24;
    public const int Address = 8;
    private const int RoutingType = 2;
    private const int SegmentsLeft = 3;

    public static DropReason Note(ReadOnlySpan<byte> frame, ExtensionHeader header, bool atHomeAgent, ref Outer outer)
    {
        var type = frame[header.Offset + RoutingType];
        var left = frame[header.Offset + SegmentsLeft];
        if (type != Type) return left == 0 ? DropReason.None : DropReason.BadRoutingHeader;
        if (atHomeAgent || header.Length != Length || left != 1 || outer.Removable.Exists) return DropReason.BadRoutingHeader;
        outer.Removable = header with { Address = header.Offset + Address };
        return DropReason.None;
    }
}
