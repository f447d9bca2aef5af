namespace DsMip.Wire;

/// <summary>The type 2 routing header (RFC 6275 6.4).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Next Header  |Hdr Ext Len = 2|Routing Type=2 |Segments Left=1|
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                            Reserved                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          Home Address                         |  16 bytes
/// </code>
/// </remarks>
public readonly record struct Type2RoutingHeader(Ipv6Address HomeAddress, ExtensionHeader Header)
{
    public const byte RoutingType = 2;

    /// <summary>Bytes.</summary>
    public const int Size = 24;

    /// <summary>Writes 24 bytes.</summary>
    public static void Write(Span<byte> buffer, byte nextHeader, Ipv6Address homeAddress)
    {
        ReadOnlySpan<byte> start = [nextHeader, Size / 8 - 1, RoutingType, 1, 0, 0, 0, 0];
        start.CopyTo(buffer);
        homeAddress.Write(buffer[start.Length..]);
    }

    /// <summary>
    /// Looks for the header in a packet addressed to us. False: the packet must be dropped, because the chain is malformed, or the header is, or
    /// it is there twice, or its address is not unicast routable, or another routing header has segments left that we do not serve (RFC 8200 4.4).
    /// Whether the address is our own home address is the caller's to check.
    /// </summary>
    /// <param name="packet">An IPv6 packet, cut to its length.</param>
    /// <param name="found">Null if the packet has none.</param>
    public static bool TryFind(ReadOnlySpan<byte> packet, out Type2RoutingHeader? found, out DropReason why)
    {
        found = null;
        var walker = new ExtensionHeaderWalker(packet);
        while (walker.TryNext(out var header))
        {
            if (header.Type != IpProtocol.Routing) continue;
            why = DropReason.BadRoutingHeader;
            var bytes = packet.Slice(header.Offset, header.Length);
            var (type, segmentsLeft) = (bytes[2], bytes[3]);
            if (type != RoutingType && segmentsLeft == 0) continue;
            if (type != RoutingType || segmentsLeft != 1 || bytes.Length != Size || found is not null) return false;
            var homeAddress = Ipv6Address.Read(bytes[8..]);
            if (!homeAddress.IsUnicastRoutable) return false;
            found = new Type2RoutingHeader(homeAddress, header);
        }
        why = walker.Why;
        return why == DropReason.None;
    }
}
