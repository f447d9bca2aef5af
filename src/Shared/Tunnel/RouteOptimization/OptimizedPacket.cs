using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>
/// Packets between mobile node and correspondent that do not pass the home agent (RFC 6275 11.3.1, 11.3.3), at the mobile node: home address on this side,
/// care-of address on that one. In place; nothing is allocated.
/// </summary>
/// <remarks>
/// <code>
/// out   src HoA -> CoA    Destination Options with a Home Address option right behind the IPv6 header: before Fragment, AH and ESP (RFC 6275 6.3)
/// in    dst CoA -> HoA    type 2 routing header right behind the IPv6 header, Segments Left 1, with HoA (RFC 6275 6.4); it goes
/// </code>
/// </remarks>
public static class OptimizedPacket
{
    /// <summary>Bytes that a packet gets longer by, in either direction.</summary>
    public const int Overhead = HomeAddressOption.HeaderSize;

    private const int SegmentsLeft = 3, RoutingType = 2, Address = 8;

    /// <summary>
    /// False: it has to take the tunnel. Options of its own for each router, or a routing header, would have to come before the option; Neighbor Discovery
    /// never has one (RFC 6275 11.3.1).
    /// </summary>
    /// <param name="packet">IPv6.</param>
    public static bool MayLeave(ReadOnlySpan<byte> packet) => InnerLength.Of(packet, 6, out var length) == DropReason.None && packet[Ipv6.NextHeader] switch
    {
        IpProtocol.HopByHop or IpProtocol.Routing => false,
        IpProtocol.Icmpv6 => length is > Ipv6Header.Size and <= ushort.MaxValue - Overhead && !IsNeighborDiscovery((Icmpv6Type)packet[Ipv6Header.Size]),
        _ => length <= ushort.MaxValue - Overhead,
    };

    /// <summary>Puts the option into a packet that <see cref="MayLeave"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static Range AddHomeAddressOption(Span<byte> buffer, int offset, int length, Ipv6Address careOf)
    {
        var next = buffer[offset + Ipv6.NextHeader];
        buffer.Slice(offset, Ipv6Header.Size).CopyTo(buffer[(offset - Overhead)..]);
        var packet = buffer.Slice(offset - Overhead, length + Overhead);
        var header = new Ipv6View(packet);
        HomeAddressOption.WriteHeader(packet[Ipv6Header.Size..], next, header.Source);
        header.Source = careOf;
        header.NextHeader = IpProtocol.DestinationOptions;
        header.PayloadLength += Overhead;
        return (offset - Overhead)..(offset + length);
    }

    /// <summary>Takes the routing header out.</summary>
    /// <param name="packet">Its content is rearranged, unless the answer is false.</param>
    /// <param name="home">The only address that the header may lead to.</param>
    /// <param name="inner">Where the packet is now.</param>
    public static bool TryRestore(Span<byte> packet, Ipv6Address home, out Range inner, out Ipv6Address careOf, out DropReason why)
    {
        (inner, careOf) = (default, default);
        why = InnerLength.Of(packet, 6, out var length);
        if (why != DropReason.None) return false;
        why = DropReason.BadRoutingHeader;
        if (packet[Ipv6.NextHeader] != IpProtocol.Routing || length < Ipv6Header.Size + Type2RoutingHeader.Size) return false;
        var routing = packet.Slice(Ipv6Header.Size, Type2RoutingHeader.Size);
        if (routing[1] != Type2RoutingHeader.Size / 8 - 1 || routing[RoutingType] != Type2RoutingHeader.RoutingType || routing[SegmentsLeft] != 1) return false;
        if (Ipv6Address.Read(routing[Address..]) != home) return false;
        careOf = Ipv6Address.Read(packet[Ipv6.Destination..]);
        NativeHomeAddress.Remove(packet, new ExtensionHeader(IpProtocol.Routing, Ipv6Header.Size, Type2RoutingHeader.Size, routing[0], Ipv6.NextHeader));
        inner = Type2RoutingHeader.Size..length;
        var restored = new Ipv6View(packet[inner]) { Destination = home };
        why = DropReason.None;
        return true;
    }

    private static bool IsNeighborDiscovery(Icmpv6Type type) => type is >= Icmpv6Type.RouterSolicitation and <= Icmpv6Type.Redirect;
}
