using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.HomeAgent.Tracing;

/// <summary>The headers of a frame as far as they can be seen: outer, tunnelled, and what lies under them. Allocates nothing; a cut or wrong frame ends where it stops to make sense.</summary>
internal readonly record struct FrameLayers
{
    private const int MostTunnels = 2;
    private const int HomeAddressOffset = 8;

    public IpAddress Source { get; private init; }
    public IpAddress Destination { get; private init; }

    /// <summary>UDP ports behind the outer header; 0: none.</summary>
    public ushort SourcePort { get; private init; }
    public ushort DestinationPort { get; private init; }

    /// <summary>Of a Home Address option (RFC 6275 6.3); unspecified: none.</summary>
    public Ipv6Address HomeAddressOption { get; private init; }

    /// <summary>Of a type 2 routing header (RFC 6275 6.4); unspecified: none.</summary>
    public Ipv6Address RoutedHomeAddress { get; private init; }

    /// <summary>Of the innermost IP header, if it is not the outer one.</summary>
    public IpAddress InnerSource { get; private init; }
    public IpAddress InnerDestination { get; private init; }

    /// <summary>Of what lies at <see cref="Offset"/>: none of IP and no tunnel.</summary>
    public byte Protocol { get; private init; }
    public int Offset { get; private init; }

    /// <summary>Padding begins there, or nothing.</summary>
    public int End { get; private init; }

    /// <summary>Not the first piece of a packet, or a header that makes no sense: <see cref="Protocol"/> cannot be looked into.</summary>
    public bool IsOpaque { get; private init; }

    public bool IsTunnelled => !InnerSource.IsNone || !InnerDestination.IsNone;

    /// <summary>What a Mobility Header's checksum takes for the source (RFC 6275 6.1.1).</summary>
    public IpAddress FinalSource => IsTunnelled ? InnerSource : HomeAddressOption.IsUnspecified ? Source : HomeAddressOption;

    /// <summary>What a Mobility Header's checksum takes for the destination.</summary>
    public IpAddress FinalDestination => IsTunnelled ? InnerDestination : RoutedHomeAddress.IsUnspecified ? Destination : RoutedHomeAddress;

    public static bool TryRead(ReadOnlySpan<byte> frame, out FrameLayers layers)
    {
        layers = default;
        if (!TryReadIp(frame, 0, ref layers)) return false;
        for (var depth = 0; depth < MostTunnels && TryFindInner(frame, ref layers, out var inner); depth++)
            if (!TryReadIp(frame, inner, ref layers)) return true;
        return true;
    }

    /// <summary>One of the addresses that say whose packet it is.</summary>
    public bool Names(IpAddress address) =>
        Source == address || Destination == address || InnerSource == address || InnerDestination == address
        || HomeAddressOption == address || RoutedHomeAddress == address;

    private static bool TryFindInner(ReadOnlySpan<byte> frame, ref FrameLayers layers, out int offset)
    {
        offset = layers.Offset;
        if (layers.IsOpaque) return false;
        if (layers.Protocol is IpProtocol.Ipv4 or IpProtocol.Ipv6) return true;
        if (layers.Protocol != IpProtocol.Udp || layers.IsTunnelled || layers.End - offset < UdpHeader.Size) return false;
        var source = BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
        var destination = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]);
        layers = layers with { SourcePort = source, DestinationPort = destination };
        var content = frame[(offset + UdpHeader.Size)..layers.End];
        if (source == Port.DsMip || destination == Port.DsMip)
        {
            offset += UdpHeader.Size;
            return IpVersion.Of(content) is 4 or 6;
        }
        // RFC 3948 2.2: four zero bytes are IKE's.
        if ((source == Port.IpsecNatTraversal || destination == Port.IpsecNatTraversal) && content.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(content) != 0)
            layers = layers with { Protocol = IpProtocol.Esp, Offset = offset + UdpHeader.Size };
        return false;
    }

    private static bool TryReadIp(ReadOnlySpan<byte> frame, int offset, ref FrameLayers layers) =>
        IpVersion.Of(frame[offset..]) == 4 ? TryReadIpv4(frame, offset, ref layers) : TryReadIpv6(frame, offset, ref layers);

    private static bool TryReadIpv4(ReadOnlySpan<byte> frame, int offset, ref FrameLayers layers)
    {
        if (!Ipv4Header.TryReadHeader(frame[offset..], out var header, out _)) return false;
        layers = layers.Inside(offset, header.Source, header.Destination) with
        {
            Protocol = header.Protocol,
            Offset = offset + header.HeaderLength,
            End = Math.Min(frame.Length, offset + header.TotalLength),
            IsOpaque = header.FragmentOffset != 0,
        };
        return true;
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> frame, int offset, ref FrameLayers layers)
    {
        if (!Ipv6Header.TryReadHeader(frame[offset..], out var header, out _)) return false;
        var packet = frame.Slice(offset, Math.Min(frame.Length - offset, header.PacketLength));
        var (option, routed) = (layers.HomeAddressOption, layers.RoutedHomeAddress);
        var walker = new ExtensionHeaderWalker(packet);
        while (walker.TryNext(out var extension))
            if (extension is { Type: IpProtocol.Routing, Length: Type2RoutingHeader.Size } && packet[extension.Offset + 2] == Type2RoutingHeader.RoutingType)
                routed = Ipv6Address.Read(packet[(extension.Offset + HomeAddressOffset)..]);
        if (Wire.HomeAddressOption.TryFind(packet, out var found, out _) && found is { } present) option = present.HomeAddress;
        layers = layers.Inside(offset, header.Source, header.Destination) with
        {
            HomeAddressOption = option,
            RoutedHomeAddress = routed,
            Protocol = walker.NextHeader,
            Offset = offset + walker.Offset,
            End = offset + packet.Length,
            IsOpaque = walker.Why != DropReason.None,
        };
        return true;
    }

    private FrameLayers Inside(int offset, IpAddress source, IpAddress destination) => offset == 0
        ? this with { Source = source, Destination = destination }
        : this with { InnerSource = source, InnerDestination = destination };
}
