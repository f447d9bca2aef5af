using DsMip.Wire.Icmp;

namespace DsMip.Wire.Neighbors;

/// <summary>Neighbor Advertisement, ICMPv6 type 136 (RFC 4861 4.4).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |R|S|O|                     Reserved                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Target Address                         |  16 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Options ...
/// </code>
/// </remarks>
/// <param name="TargetLinkAddress">The Target Link-Layer Address option; null without it.</param>
public sealed record NeighborAdvertisement(Ipv6Address Target, NeighborAdvertisementFlags Flags, LinkAddress? TargetLinkAddress)
    : Icmpv6Message, IIcmpv6Message<NeighborAdvertisement>
{
    private const int FlagsShift = 24;

    public override Icmpv6Type Type => Icmpv6Type.NeighborAdvertisement;

    public override int Length => 20 + LinkAddressOption.LengthOf(TargetLinkAddress);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt32((uint)Flags << FlagsShift);
        writer.WriteIpv6(Target);
        LinkAddressOption.Write(ref writer, LinkAddressOption.Target, TargetLinkAddress);
    }

    public static bool TryRead(ref WireReader reader, out NeighborAdvertisement? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt32(out var flags) || !reader.TryReadIpv6(out var target)) return false;
        if (!LinkAddressOption.TryFind(ref reader, LinkAddressOption.Target, out var link, out why)) return false;
        why = target.IsMulticast ? DropReason.NotForUs : DropReason.None;
        if (why == DropReason.None) message = new NeighborAdvertisement(target, (NeighborAdvertisementFlags)(flags >> FlagsShift) & NeighborAdvertisementFlags.All, link);
        return why == DropReason.None;
    }
}

/// <summary>As they stand in the first byte after the Checksum.</summary>
[Flags]
public enum NeighborAdvertisementFlags : byte
{
    None = 0,
    Override = 0x20,
    Solicited = 0x40,
    Router = 0x80,
    All = Override | Solicited | Router,
}
