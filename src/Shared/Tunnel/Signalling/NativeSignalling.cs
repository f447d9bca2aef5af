using System.Buffers.Binary;
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
    public const int Headroom = 24;

    private const byte HeaderExtensionLength = 2;

    /// <summary>Mobile node: the sealed packet from the home address leaves from the care-of address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryAddHomeAddressOption(
        Span<byte> buffer, int offset, int length, Ipv6Address careOfAddress, out int newOffset, out int newLength, out DropReason why)
    {
        if (!TryMakeRoom(buffer, offset, length, IpProtocol.DestinationOptions, out newOffset, out newLength, out why)) return false;
        var packet = buffer.Slice(newOffset, newLength);
        var writer = new WireWriter(packet[Ipv6.HeaderLength..]);
        writer.WriteByte(IpProtocol.Esp);
        writer.WriteByte(HeaderExtensionLength);
        writer.WriteUInt32(0x01020000); // PadN that puts the option at 8n+6
        writer.WriteByte(HomeAddressOption.Type);
        writer.WriteByte(HomeAddressOption.DataLength);
        writer.WriteIpv6(Ipv6Address.Read(packet[Ipv6.Source..]));
        careOfAddress.Write(packet[Ipv6.Source..]);
        return true;
    }

    /// <summary>Home agent: the sealed packet to the home address goes to the care-of address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryAddRoutingHeader(
        Span<byte> buffer, int offset, int length, Ipv6Address careOfAddress, out int newOffset, out int newLength, out DropReason why)
    {
        if (!TryMakeRoom(buffer, offset, length, IpProtocol.Routing, out newOffset, out newLength, out why)) return false;
        var packet = buffer.Slice(newOffset, newLength);
        var writer = new WireWriter(packet[Ipv6.HeaderLength..]);
        writer.WriteByte(IpProtocol.Esp);
        writer.WriteByte(HeaderExtensionLength);
        writer.WriteByte(TypeTwoRoutingHeader.Type);
        writer.WriteByte(1); // Segments Left
        writer.WriteUInt32(0);
        writer.WriteIpv6(Ipv6Address.Read(packet[Ipv6.Destination..]));
        careOfAddress.Write(packet[Ipv6.Destination..]);
        return true;
    }

    /// <summary>Moves the IPv6 header to the front by the length of the new one; the sealed part stays where it is.</summary>
    private static bool TryMakeRoom(Span<byte> buffer, int offset, int length, byte header, out int newOffset, out int newLength, out DropReason why)
    {
        newOffset = offset;
        newLength = length;
        var packet = buffer.Slice(offset, length);
        why = InnerLength.Of(packet, 6, out var total);
        if (why == DropReason.None && packet[Ipv6.NextHeader] != IpProtocol.Esp) why = DropReason.UnprotectedSignalling;
        if (why == DropReason.None && total > ushort.MaxValue - Headroom) why = DropReason.PacketTooBig;
        if (why != DropReason.None) return false;
        newOffset = offset - Headroom;
        newLength = total + Headroom;
        packet[..Ipv6.HeaderLength].CopyTo(buffer[newOffset..]);
        buffer[newOffset + Ipv6.NextHeader] = header;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(newOffset + Ipv6.PayloadLength)..], (ushort)(newLength - Ipv6.HeaderLength));
        return true;
    }
}
