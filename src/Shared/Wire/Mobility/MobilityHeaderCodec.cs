using System.Buffers.Binary;

namespace DsMip.Wire.Mobility;

/// <summary>The Mobility Header (RFC 6275 6.1.1): what all its messages share, and the way to each of them.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Payload Proto |  Header Len   |   MH Type     |   Reserved    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           Checksum            |                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+         Message Data          |
/// |                                                               |
/// </code>
/// The checksum covers an IPv6 pseudo-header. Its source is the home address where a Home Address option stands for it, its destination the
/// final one where a routing header stands before it (RFC 6275 6.1.1, 11.3.1).
/// </remarks>
public static class MobilityHeaderCodec
{
    /// <summary>Bytes before the Message Data.</summary>
    public const int HeaderSize = 6;

    /// <summary>The most that Header Len can say, in bytes.</summary>
    public const int MaximumSize = 8 * (255 + 1);

    private const int HeaderLenOffset = 1;
    private const int TypeOffset = 2;
    private const int ChecksumOffset = 4;

    /// <summary>The length of the message with its options and padding, bytes; a multiple of 8.</summary>
    public static int Measure(IMobilityMessage message)
    {
        var data = new WireWriter(stackalloc byte[message.MostData]);
        message.WriteData(ref data);
        return MobilityOptionsCodec.Measure(message.Options, HeaderSize + data.Position);
    }

    /// <summary>Writes a whole Mobility Header with its checksum and returns its length.</summary>
    /// <param name="source">The home address if the packet carries it in a Home Address option, else the IPv6 source.</param>
    /// <param name="destination">The home address if the packet carries it in a type 2 routing header, else the IPv6 destination.</param>
    /// <exception cref="ArgumentException">The options do not fit into <see cref="MaximumSize"/>, or the message not into the buffer.</exception>
    public static int Write(IMobilityMessage message, Ipv6Address source, Ipv6Address destination, Span<byte> buffer)
    {
        var length = Measure(message);
        if (length > MaximumSize) throw new ArgumentException($"{length} bytes do not fit into a Mobility Header", nameof(message));
        if (length > buffer.Length) throw new ArgumentException($"{length} bytes do not fit into {buffer.Length}", nameof(buffer));
        buffer = buffer[..length];
        var writer = new WireWriter(buffer);
        writer.WriteByte(IpProtocol.NoNextHeader);
        writer.WriteByte((byte)(length / 8 - 1));
        writer.WriteByte((byte)message.Type);
        writer.WriteByte(0);
        writer.WriteUInt16(0);
        message.WriteData(ref writer);
        MobilityOptionsCodec.Write(message.Options, ref writer);
        var checksum = PseudoHeader.Checksum(source, destination, IpProtocol.MobilityHeader, buffer);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[ChecksumOffset..], checksum);
        return length;
    }

    /// <summary>A whole Mobility Header with its checksum, in an array of its own; parameters as for the other overload.</summary>
    public static byte[] Write(IMobilityMessage message, Ipv6Address source, Ipv6Address destination)
    {
        var bytes = new byte[Measure(message)];
        Write(message, source, destination, bytes);
        return bytes;
    }

    /// <summary>The MH Type, known to us or not, without a look at anything else; false if the message ends before it.</summary>
    public static bool TryPeekType(ReadOnlySpan<byte> header, out MobilityHeaderType type)
    {
        type = default;
        if (header.Length <= TypeOffset) return false;
        type = (MobilityHeaderType)header[TypeOffset];
        return true;
    }

    /// <summary>
    /// Checks a received Mobility Header by the rules of RFC 6275 9.2, in their order, and reads it. Bytes past its Header Len are ignored, as
    /// after any header that says "no next header" (RFC 8200 4.7).
    /// </summary>
    /// <param name="source">As for <see cref="Write(IMobilityMessage, Ipv6Address, Ipv6Address, Span{byte})"/>.</param>
    /// <param name="why">
    /// <see cref="DropReason.UnknownMobilityHeaderType"/> calls for a Binding Error, <see cref="DropReason.BadPayloadProto"/> and
    /// <see cref="DropReason.BadHeaderLength"/> for an ICMPv6 Parameter Problem; all others are silent.
    /// </param>
    public static bool TryRead(
        ReadOnlySpan<byte> header, Ipv6Address source, Ipv6Address destination, out IMobilityMessage? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (header.Length < 8) return false;
        var length = 8 * (header[HeaderLenOffset] + 1);
        if (header.Length < length) return false;
        header = header[..length];

        why = DropReason.BadChecksum;
        if (PseudoHeader.Checksum(source, destination, IpProtocol.MobilityHeader, header) != 0) return false;
        why = DropReason.UnknownMobilityHeaderType;
        if (!IsKnown((MobilityHeaderType)header[TypeOffset])) return false;
        why = DropReason.BadPayloadProto;
        if (header[0] != IpProtocol.NoNextHeader) return false;

        var reader = new WireReader(header[HeaderSize..]);
        var ok = TryReadData((MobilityHeaderType)header[TypeOffset], ref reader, out message, out why);
        // Here the bytes that Header Len promises are all there: what is missing, Header Len failed to announce.
        if (why == DropReason.Truncated) why = DropReason.BadHeaderLength;
        return ok;
    }

    private static bool IsKnown(MobilityHeaderType type) =>
        type is <= MobilityHeaderType.BindingError or MobilityHeaderType.HomeAgentSwitch or MobilityHeaderType.BindingRevocation;

    private static bool TryReadData(MobilityHeaderType type, ref WireReader reader, out IMobilityMessage? message, out DropReason why)
    {
        switch (type)
        {
            case MobilityHeaderType.BindingRefreshRequest: return TryRead<BindingRefreshRequest>(ref reader, out message, out why);
            case MobilityHeaderType.HomeTestInit: return TryRead<HomeTestInit>(ref reader, out message, out why);
            case MobilityHeaderType.CareOfTestInit: return TryRead<CareOfTestInit>(ref reader, out message, out why);
            case MobilityHeaderType.HomeTest: return TryRead<HomeTest>(ref reader, out message, out why);
            case MobilityHeaderType.CareOfTest: return TryRead<CareOfTest>(ref reader, out message, out why);
            case MobilityHeaderType.BindingUpdate: return TryRead<BindingUpdate>(ref reader, out message, out why);
            case MobilityHeaderType.BindingAcknowledgement: return TryRead<BindingAcknowledgement>(ref reader, out message, out why);
            case MobilityHeaderType.HomeAgentSwitch: return TryRead<HomeAgentSwitch>(ref reader, out message, out why);
            case MobilityHeaderType.BindingRevocation: return TryReadRevocation(ref reader, out message, out why);
            default: return TryRead<BindingError>(ref reader, out message, out why);
        }
    }

    /// <summary>RFC 5846 5: one MH Type, and the first byte of the Message Data says which message.</summary>
    private static bool TryReadRevocation(ref WireReader reader, out IMobilityMessage? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadByte(out var type)) return false;
        why = DropReason.UnexpectedMessage;
        return type switch
        {
            BindingRevocationIndication.RevocationType => TryRead<BindingRevocationIndication>(ref reader, out message, out why),
            BindingRevocationAcknowledgement.RevocationType => TryRead<BindingRevocationAcknowledgement>(ref reader, out message, out why),
            _ => false,
        };
    }

    private static bool TryRead<T>(ref WireReader reader, out IMobilityMessage? message, out DropReason why) where T : class, IMobilityMessage<T>
    {
        var ok = T.TryRead(ref reader, out var read, out why);
        message = read;
        return ok;
    }
}
