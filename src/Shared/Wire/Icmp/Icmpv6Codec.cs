using System.Buffers.Binary;
using DsMip.Wire.Neighbors;

namespace DsMip.Wire.Icmp;

/// <summary>Reads and writes the ICMPv6 messages of Mobile IPv6, types 144 to 147 (RFC 6275 6.5 to 6.8). Errors: <see cref="Icmpv6Error"/>.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |     Code      |            Checksum           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Message Data                          |
/// </code>
/// </remarks>
public static class Icmpv6Codec
{
    /// <summary>Bytes before the Message Data.</summary>
    public const int HeaderSize = 4;

    /// <summary>The length of the message, bytes.</summary>
    public static int Measure(Icmpv6Message message) => HeaderSize + message.Length;

    /// <summary>Writes a whole message with its checksum and returns its length.</summary>
    /// <param name="source">The home address if the packet carries it in a Home Address option, else the IPv6 source.</param>
    /// <param name="destination">The home address if the packet carries it in a type 2 routing header, else the IPv6 destination.</param>
    public static int Write(Icmpv6Message message, Ipv6Address source, Ipv6Address destination, Span<byte> buffer)
    {
        buffer = buffer[..Measure(message)];
        var writer = new WireWriter(buffer);
        writer.WriteByte((byte)message.Type);
        writer.WriteByte(0);
        writer.WriteUInt16(0);
        message.WriteData(ref writer);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], PseudoHeader.Checksum(source, destination, IpProtocol.Icmpv6, buffer));
        return buffer.Length;
    }

    /// <summary>Reads a whole message. <see cref="DropReason.UnexpectedMessage"/>: an ICMPv6 message of another type.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, Ipv6Address source, Ipv6Address destination, out Icmpv6Message? message, out DropReason why)
    {
        message = null;
        if (!TryReadHeader(bytes, source, destination, out var reader, out why)) return false;
        switch ((Icmpv6Type)bytes[0])
        {
            case Icmpv6Type.HomeAgentAddressDiscoveryRequest: return TryRead<HomeAgentAddressDiscoveryRequest>(ref reader, out message, out why);
            case Icmpv6Type.HomeAgentAddressDiscoveryReply: return TryRead<HomeAgentAddressDiscoveryReply>(ref reader, out message, out why);
            case Icmpv6Type.MobilePrefixSolicitation: return TryRead<MobilePrefixSolicitation>(ref reader, out message, out why);
            case Icmpv6Type.MobilePrefixAdvertisement: return TryRead<MobilePrefixAdvertisement>(ref reader, out message, out why);
            default:
                why = DropReason.UnexpectedMessage;
                return false;
        }
    }

    /// <summary>Reads a whole solicitation or advertisement of routers or neighbours (RFC 4861 4.1 to 4.4). They concern a link and mean nothing anywhere else.</summary>
    public static bool TryReadNeighbor(
        ReadOnlySpan<byte> bytes, Ipv6Address source, Ipv6Address destination, out Icmpv6Message? message, out DropReason why)
    {
        message = null;
        if (!TryReadHeader(bytes, source, destination, out var reader, out why)) return false;
        why = DropReason.UnexpectedMessage;
        return (Icmpv6Type)bytes[0] switch
        {
            Icmpv6Type.RouterSolicitation => TryRead<RouterSolicitation>(ref reader, out message, out why),
            Icmpv6Type.RouterAdvertisement => TryRead<RouterAdvertisement>(ref reader, out message, out why),
            Icmpv6Type.NeighborSolicitation => TryRead<NeighborSolicitation>(ref reader, out message, out why),
            Icmpv6Type.NeighborAdvertisement => TryRead<NeighborAdvertisement>(ref reader, out message, out why),
            _ => false,
        };
    }

    private static bool TryReadHeader(
        ReadOnlySpan<byte> bytes, Ipv6Address source, Ipv6Address destination, out WireReader reader, out DropReason why)
    {
        reader = default;
        why = DropReason.Truncated;
        if (bytes.Length < HeaderSize) return false;
        why = DropReason.BadChecksum;
        if (PseudoHeader.Checksum(source, destination, IpProtocol.Icmpv6, bytes) != 0) return false;
        reader = new WireReader(bytes[HeaderSize..]);
        why = DropReason.None;
        return true;
    }

    private static bool TryRead<T>(ref WireReader reader, out Icmpv6Message? message, out DropReason why) where T : Icmpv6Message, IIcmpv6Message<T>
    {
        var ok = T.TryRead(ref reader, out var read, out why);
        message = read;
        return ok;
    }
}
