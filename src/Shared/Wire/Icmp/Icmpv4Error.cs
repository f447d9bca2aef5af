using System.Buffers.Binary;

namespace DsMip.Wire.Icmp;

/// <summary>ICMP Destination Unreachable and Time Exceeded (RFC 792, MTU field of RFC 1191 4), without the packet that caused them.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     Type      |     Code      |          Checksum             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            Unused             |  Next-Hop MTU (3, code 4)     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   The invoking packet's header and as much as fits into 576   |
/// </code>
/// </remarks>
/// <param name="NextHopMtu">Bytes; 0 from a router older than RFC 1191 and with all other codes.</param>
public readonly record struct Icmpv4Error(Icmpv4Type Type, byte Code, ushort NextHopMtu = 0)
{
    /// <summary>Bytes before the invoking packet.</summary>
    public const int HeaderSize = 8;

    /// <summary>The message never makes its packet larger than 576 bytes (RFC 1812 4.3.2.3).</summary>
    public const int MaximumSize = 576 - Ipv4Header.Size;

    public static Icmpv4Error DestinationUnreachable(Icmpv4UnreachableCode code) => new(Icmpv4Type.DestinationUnreachable, (byte)code);

    /// <param name="mtu">Bytes.</param>
    public static Icmpv4Error FragmentationNeeded(int mtu) =>
        new(Icmpv4Type.DestinationUnreachable, (byte)Icmpv4UnreachableCode.FragmentationNeeded, (ushort)Math.Min(mtu, ushort.MaxValue));

    /// <summary>Code 0: time to live exceeded in transit.</summary>
    public static Icmpv4Error TimeToLiveExceeded => new(Icmpv4Type.TimeExceeded, 0);

    public bool IsFragmentationNeeded =>
        Type == Icmpv4Type.DestinationUnreachable && Code == (byte)Icmpv4UnreachableCode.FragmentationNeeded;

    /// <summary>Length of the whole message about an invoking packet of this length, bytes.</summary>
    public static int Measure(int invokingLength) => Math.Min(HeaderSize + invokingLength, MaximumSize);

    /// <summary>Writes the message with its checksum and returns its length. The invoking packet may lie in the same buffer.</summary>
    public int Write(Span<byte> buffer, ReadOnlySpan<byte> invoking)
    {
        var message = buffer[..Measure(invoking.Length)];
        invoking[..(message.Length - HeaderSize)].CopyTo(message[HeaderSize..]);
        message[0] = (byte)Type;
        message[1] = Code;
        BinaryPrimitives.WriteUInt32BigEndian(message[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], NextHopMtu);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(message));
        return message.Length;
    }

    /// <summary>Reads a whole ICMP message; false, too, for one of another type.</summary>
    /// <param name="invoking">A view of the beginning of the invoking packet, of any length.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out Icmpv4Error error, out ReadOnlySpan<byte> invoking, out DropReason why)
    {
        error = default;
        invoking = default;
        why = DropReason.Truncated;
        if (message.Length < HeaderSize) return false;
        why = DropReason.BadChecksum;
        if (!InternetChecksum.IsValid(message)) return false;
        why = DropReason.UnexpectedMessage;
        if (message[0] is not ((byte)Icmpv4Type.DestinationUnreachable or (byte)Icmpv4Type.TimeExceeded)) return false;
        why = DropReason.None;
        var read = new Icmpv4Error((Icmpv4Type)message[0], message[1]);
        error = read.IsFragmentationNeeded ? read with { NextHopMtu = BinaryPrimitives.ReadUInt16BigEndian(message[6..]) } : read;
        invoking = message[HeaderSize..];
        return true;
    }
}
