using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Native signalling over IPv6 after IPsec (Req 1 of the draft): the SA knows the home address only, so the care-of address comes in when the
/// packet is already sealed. In place, in the headroom; nothing is allocated.
/// </summary>
/// <remarks>
/// <code>
/// mobile node   src HoA -> CoA    Destination Options: PadN(2) | Home Address option (8n+6) with HoA      RFC 6275 6.3
/// home agent    dst HoA -> CoA    Routing header type 2, Segments Left 1, with HoA                        RFC 6275 6.4
/// </code>
/// Both headers come directly before ESP; the packets of the protocol module carry no other extension header.
/// </remarks>
public static class NativeSignalling
{
    /// <summary>Bytes of headroom that either header needs.</summary>
    public const int Headroom = HomeAddressOption.HeaderSize;

    /// <summary>Mobile node: the sealed packet from the home address leaves from the care-of address.</summary>
    /// <param name="allowClear">A clear Mobility Header will do, too: for nodes that have no IPsec.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryAddHomeAddressOption(
        Span<byte> buffer, int offset, int length, Ipv6Address careOfAddress, out int newOffset, out int newLength, out DropReason why,
        bool allowClear = false)
    {
        if (!TryMakeRoom(buffer, offset, length, IpProtocol.DestinationOptions, allowClear, out var inner, out newOffset, out newLength, out why)) return false;
        var packet = buffer.Slice(newOffset, newLength);
        var header = new Ipv6View(packet);
        HomeAddressOption.WriteHeader(packet[Ipv6Header.Size..], inner, header.Source);
        header.Source = careOfAddress;
        return true;
    }

    /// <summary>Home agent: the sealed packet to the home address goes to the care-of address.</summary>
    /// <param name="allowClear">A clear Mobility Header will do, too: for nodes that have no IPsec.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryAddRoutingHeader(
        Span<byte> buffer, int offset, int length, Ipv6Address careOfAddress, out int newOffset, out int newLength, out DropReason why,
        bool allowClear = false)
    {
        if (!TryMakeRoom(buffer, offset, length, IpProtocol.Routing, allowClear, out var inner, out newOffset, out newLength, out why)) return false;
        var packet = buffer.Slice(newOffset, newLength);
        var header = new Ipv6View(packet);
        Type2RoutingHeader.Write(packet[Ipv6Header.Size..], inner, header.Destination);
        header.Destination = careOfAddress;
        return true;
    }

    /// <summary>Moves the IPv6 header to the front by the length of the new one; the sealed part stays where it is.</summary>
    /// <param name="inner">The protocol of that part.</param>
    private static bool TryMakeRoom(
        Span<byte> buffer, int offset, int length, byte header, bool allowClear, out byte inner, out int newOffset, out int newLength, out DropReason why)
    {
        inner = 0;
        newOffset = offset;
        newLength = length;
        var packet = buffer.Slice(offset, length);
        why = InnerLength.Of(packet, 6, out var total);
        if (why == DropReason.None) inner = packet[Ipv6.NextHeader];
        if (why == DropReason.None && inner != IpProtocol.Esp && !(allowClear && inner == IpProtocol.MobilityHeader)) why = DropReason.UnprotectedSignalling;
        if (why == DropReason.None && total > ushort.MaxValue - Headroom) why = DropReason.PacketTooBig;
        if (why != DropReason.None) return false;
        newOffset = offset - Headroom;
        newLength = total + Headroom;
        packet[..Ipv6Header.Size].CopyTo(buffer[newOffset..]);
        var ip = new Ipv6View(buffer[newOffset..]);
        ip.NextHeader = header;
        ip.PayloadLength += Headroom;
        return true;
    }
}
