using DsMip.Wire.Icmp;

namespace DsMip.Wire.Neighbors;

/// <summary>Neighbor Solicitation, ICMPv6 type 135 (RFC 4861 4.3).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           Reserved                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        Target Address                         |  16 bytes
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Options ...
/// </code>
/// </remarks>
/// <param name="SourceLinkAddress">The Source Link-Layer Address option; null without it, as in duplicate address detection.</param>
public sealed record NeighborSolicitation(Ipv6Address Target, LinkAddress? SourceLinkAddress = null) : Icmpv6Message, IIcmpv6Message<NeighborSolicitation>
{
    public override Icmpv6Type Type => Icmpv6Type.NeighborSolicitation;

    public override int Length => 20 + LinkAddressOption.LengthOf(SourceLinkAddress);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt32(0);
        writer.WriteIpv6(Target);
        LinkAddressOption.Write(ref writer, LinkAddressOption.Source, SourceLinkAddress);
    }

    public static bool TryRead(ref WireReader reader, out NeighborSolicitation? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(4) || !reader.TryReadIpv6(out var target)) return false;
        if (!LinkAddressOption.TryFind(ref reader, LinkAddressOption.Source, out var source, out why)) return false;
        why = target.IsMulticast ? DropReason.NotForUs : DropReason.None;
        if (why == DropReason.None) message = new NeighborSolicitation(target, source);
        return why == DropReason.None;
    }
}
