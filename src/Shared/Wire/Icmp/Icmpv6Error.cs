using System.Buffers.Binary;

namespace DsMip.Wire.Icmp;

/// <summary>The four ICMPv6 errors (RFC 4443 3), without the packet that caused them.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |     Code      |          Checksum             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Unused (types 1, 3), MTU (type 2) or Pointer (type 4)     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        As much of the invoking packet as fits into 1280       |
/// </code>
/// </remarks>
/// <param name="Parameter">MTU in bytes, or Pointer as an offset into the invoking packet; 0 with the other types.</param>
public readonly record struct Icmpv6Error(Icmpv6Type Type, byte Code, uint Parameter = 0)
{
    /// <summary>Bytes before the invoking packet.</summary>
    public const int HeaderSize = 8;

    /// <summary>The message never makes its packet larger than the minimum MTU (RFC 4443 2.4(c)).</summary>
    public const int MaximumSize = 1280 - Ipv6Header.Size;

    public static Icmpv6Error DestinationUnreachable(Icmpv6UnreachableCode code) => new(Icmpv6Type.DestinationUnreachable, (byte)code);

    /// <param name="mtu">Bytes.</param>
    public static Icmpv6Error PacketTooBig(int mtu) => new(Icmpv6Type.PacketTooBig, 0, (uint)mtu);

    /// <summary>Code 0: hop limit exceeded in transit.</summary>
    public static Icmpv6Error HopLimitExceeded => new(Icmpv6Type.TimeExceeded, 0);

    /// <param name="pointer">Offset into the invoking packet, bytes.</param>
    public static Icmpv6Error ParameterProblem(Icmpv6ParameterProblemCode code, int pointer) =>
        new(Icmpv6Type.ParameterProblem, (byte)code, (uint)pointer);

    /// <summary>Length of the whole message about an invoking packet of this length, bytes.</summary>
    public static int Measure(int invokingLength) => Math.Min(HeaderSize + invokingLength, MaximumSize);

    /// <summary>Writes the message with its checksum and returns its length. The invoking packet may lie in the same buffer.</summary>
    /// <param name="source">IPv6 source of the packet that will carry the message.</param>
    public int Write(Span<byte> buffer, ReadOnlySpan<byte> invoking, Ipv6Address source, Ipv6Address destination)
    {
        var message = buffer[..Measure(invoking.Length)];
        invoking[..(message.Length - HeaderSize)].CopyTo(message[HeaderSize..]);
        message[0] = (byte)Type;
        message[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], Parameter);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], PseudoHeader.Checksum(source, destination, IpProtocol.Icmpv6, message));
        return message.Length;
    }

    /// <summary>Reads a whole ICMPv6 message; false, too, for one that is not an error of types 1 to 4.</summary>
    /// <param name="invoking">A view of the beginning of the invoking packet, of any length.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> message, Ipv6Address source, Ipv6Address destination,
        out Icmpv6Error error, out ReadOnlySpan<byte> invoking, out DropReason why)
    {
        error = default;
        invoking = default;
        why = DropReason.Truncated;
        if (message.Length < HeaderSize) return false;
        why = DropReason.BadChecksum;
        if (PseudoHeader.Checksum(source, destination, IpProtocol.Icmpv6, message) != 0) return false;
        why = DropReason.UnexpectedMessage;
        if (message[0] is < (byte)Icmpv6Type.DestinationUnreachable or > (byte)Icmpv6Type.ParameterProblem) return false;
        why = DropReason.None;
        error = new Icmpv6Error((Icmpv6Type)message[0], message[1], BinaryPrimitives.ReadUInt32BigEndian(message[4..]));
        invoking = message[HeaderSize..];
        return true;
    }
}
