using System.Buffers.Binary;

namespace DsMip.Wire;

/// <summary>
/// Walks the extension headers of an IPv6 packet (RFC 8200 4, RFC 4302 2) up to the first header that is none: ESP, Mobility Header, or an
/// upper layer. Allocates nothing.
/// </summary>
/// <remarks>
/// <code>
/// Hop-by-Hop, Routing, Destination Options: | Next Header | Hdr Ext Len: 8-byte units after the first 8 | ...
/// Fragment: | Next Header | Reserved | Fragment Offset (13) | Res | M | Identification (32) |     8 bytes
/// AH:       | Next Header | Payload Len: 4-byte units after the first 2 | ...
/// </code>
/// </remarks>
/// <param name="packet">An IPv6 packet, cut to its length.</param>
public ref struct ExtensionHeaderWalker(ReadOnlySpan<byte> packet)
{
    /// <summary>RFC 8200 4.1 has no use for more than seven.</summary>
    public const int MaximumHeaders = 8;

    private readonly ReadOnlySpan<byte> _packet = packet;
    private int _count;

    /// <summary>Protocol number of what lies at <see cref="Offset"/>; the upper layer when the walk has ended well.</summary>
    public byte NextHeader { get; private set; } = packet.Length < Ipv6Header.Size ? IpProtocol.NoNextHeader : packet[6];

    public int Offset { get; private set; } = Ipv6Header.Size;

    /// <summary>Where the Next Header field lies that says <see cref="NextHeader"/>.</summary>
    public int LinkOffset { get; private set; } = 6;

    /// <summary>A fragment header was met that is not an atomic one (RFC 6946): the upper layer is not whole.</summary>
    public bool IsFragment { get; private set; }

    /// <summary>Why the walk ended; <see cref="DropReason.None"/> at an upper layer.</summary>
    public DropReason Why { get; private set; } = packet.Length < Ipv6Header.Size ? DropReason.Truncated : DropReason.None;

    /// <summary>Walks to the end. False with a reason if the chain is malformed, too long, or a fragment without its upper layer.</summary>
    public static bool TryFindUpperLayer(ReadOnlySpan<byte> packet, out byte protocol, out int offset, out DropReason why)
    {
        var walker = new ExtensionHeaderWalker(packet);
        while (walker.TryNext(out _)) { }
        protocol = walker.NextHeader;
        offset = walker.Offset;
        why = walker.Why;
        return why == DropReason.None;
    }

    /// <summary>Steps over one extension header; false at the upper layer, and on an error (<see cref="Why"/>).</summary>
    public bool TryNext(out ExtensionHeader header)
    {
        header = default;
        if (Why != DropReason.None || !IsExtensionHeader(NextHeader)) return false;
        Why = Check(out var length);
        if (Why != DropReason.None) return false;
        header = new ExtensionHeader(NextHeader, Offset, length, _packet[Offset], LinkOffset);
        if (NextHeader == IpProtocol.Fragment) Why = LookAtFragment();
        NextHeader = header.NextHeader;
        LinkOffset = Offset;
        Offset += length;
        _count++;
        return true;
    }

    private readonly DropReason Check(out int length)
    {
        length = 0;
        if (_count == MaximumHeaders) return DropReason.TooManyExtensionHeaders;
        // Hop-by-Hop Options come first or are unrecognized (RFC 8200 4).
        if (NextHeader == IpProtocol.HopByHop && _count > 0) return DropReason.UnknownNextHeader;
        if (_packet.Length - Offset < 8) return DropReason.Truncated;
        length = NextHeader switch
        {
            IpProtocol.Fragment => 8,
            IpProtocol.AuthenticationHeader => 4 * (_packet[Offset + 1] + 2),
            _ => 8 * (_packet[Offset + 1] + 1),
        };
        return _packet.Length - Offset < length ? DropReason.Truncated : DropReason.None;
    }

    /// <summary>A fragment other than the first begins in the middle of something: the walk cannot go on behind it.</summary>
    private DropReason LookAtFragment()
    {
        var offsetAndFlags = BinaryPrimitives.ReadUInt16BigEndian(_packet[(Offset + 2)..]);
        IsFragment = (offsetAndFlags & 0xfff9) != 0;
        return (offsetAndFlags & 0xfff8) != 0 ? DropReason.FragmentNotSupported : DropReason.None;
    }

    private static bool IsExtensionHeader(byte protocol) => protocol
        is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.AuthenticationHeader or IpProtocol.DestinationOptions;
}
