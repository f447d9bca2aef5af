using DsMip.Wire.Icmp;

namespace DsMip.Wire.Neighbors;

/// <summary>Neighbor Discovery in an Ethernet frame: addresses of both layers, and the message.</summary>
/// <remarks>
/// <code>
/// Ethernet: Destination (6) | Source (6) | 0x86dd (2), then IPv6 with Hop Limit 255, then ICMPv6
/// </code>
/// </remarks>
public sealed record NeighborPacket(LinkAddress LinkDestination, LinkAddress LinkSource, Ipv6Address Destination, Ipv6Address Source, Icmpv6Message Message)
{
    public const ushort EtherType = 0x86dd;

    /// <summary>All that comes from another link has less (RFC 4861 7.1).</summary>
    public const byte HopLimit = 255;

    private const int EthernetSize = 14;

    /// <summary>All nodes of the link (RFC 4291 2.7.1).</summary>
    public static readonly Ipv6Address AllNodes = new(((UInt128)0xff02 << 112) + 1);

    /// <summary>All routers of the link (RFC 4291 2.7.1).</summary>
    public static readonly Ipv6Address AllRouters = new(((UInt128)0xff02 << 112) + 2);

    /// <summary>Where an address is solicited (RFC 4291 2.7.1).</summary>
    public static Ipv6Address SolicitedNode(Ipv6Address target) => new(((UInt128)0xff02 << 112) + 0x1_ff00_0000 + (target.Value & 0xff_ffff));

    /// <summary>To all who have joined a group.</summary>
    public static NeighborPacket Multicast(Ipv6Address group, LinkAddress linkSource, Ipv6Address source, Icmpv6Message message) =>
        new(LinkAddress.OfMulticast(group), linkSource, group, source, message);

    public byte[] ToFrame()
    {
        var length = Icmpv6Codec.Measure(Message);
        var frame = new byte[EthernetSize + Ipv6Header.Size + length];
        LinkDestination.Write(frame);
        LinkSource.Write(frame.AsSpan(LinkAddress.Size));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2 * LinkAddress.Size), EtherType);
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, Source, Destination).Write(frame.AsSpan(EthernetSize));
        Icmpv6Codec.Write(Message, Source, Destination, frame.AsSpan(EthernetSize + Ipv6Header.Size));
        return frame;
    }

    /// <summary>A valid solicitation or advertisement (RFC 4861 6.1.1, 6.1.2, 7.1.1, 7.1.2); other messages are <see cref="DropReason.UnexpectedMessage"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out NeighborPacket? packet, out DropReason why)
    {
        packet = null;
        why = DropReason.Truncated;
        if (frame.Length < EthernetSize || !Ipv6Header.TryRead(frame[EthernetSize..], out var header, out why)) return false;
        why = header.NextHeader != IpProtocol.Icmpv6 ? DropReason.UnknownNextHeader : DropReason.TimeToLiveExceeded;
        if (header.NextHeader != IpProtocol.Icmpv6 || header.HopLimit != HopLimit) return false;
        var icmp = frame.Slice(EthernetSize + Ipv6Header.Size, header.PayloadLength);
        if (!Icmpv6Codec.TryReadNeighbor(icmp, header.Source, header.Destination, out var message, out why)) return false;
        why = DropReason.UnexpectedMessage;
        if (!IsValid(message!, header, icmp[1])) return false;
        why = DropReason.None;
        packet = new NeighborPacket(LinkAddress.Read(frame), LinkAddress.Read(frame[LinkAddress.Size..]), header.Destination, header.Source, message!);
        return true;
    }

    private static bool IsValid(Icmpv6Message message, in Ipv6Header header, byte code) => code == 0 && message switch
    {
        NeighborSolicitation solicitation => !header.Source.IsUnspecified || (solicitation.SourceLinkAddress is null && header.Destination == SolicitedNode(solicitation.Target)),
        NeighborAdvertisement advertisement => !header.Destination.IsMulticast || (advertisement.Flags & NeighborAdvertisementFlags.Solicited) == 0,
        RouterSolicitation solicitation => !header.Source.IsUnspecified || solicitation.SourceLinkAddress is null,
        RouterAdvertisement => header.Source.IsLinkLocal,
        _ => false,
    };
}
