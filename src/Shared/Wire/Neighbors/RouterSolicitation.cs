using DsMip.Wire.Icmp;

namespace DsMip.Wire.Neighbors;

/// <summary>Router Solicitation, ICMPv6 type 133 (RFC 4861 4.1).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           Reserved                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Options ...
/// </code>
/// </remarks>
/// <param name="SourceLinkAddress">The Source Link-Layer Address option; null without it, as from a node that has no address yet.</param>
public sealed record RouterSolicitation(LinkAddress? SourceLinkAddress = null) : Icmpv6Message, IIcmpv6Message<RouterSolicitation>
{
    public override Icmpv6Type Type => Icmpv6Type.RouterSolicitation;

    public override int Length => 4 + LinkAddressOption.LengthOf(SourceLinkAddress);

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt32(0);
        LinkAddressOption.Write(ref writer, LinkAddressOption.Source, SourceLinkAddress);
    }

    public static bool TryRead(ref WireReader reader, out RouterSolicitation? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TrySkip(4) || !LinkAddressOption.TryFind(ref reader, LinkAddressOption.Source, out var source, out why)) return false;
        message = new RouterSolicitation(source);
        return true;
    }
}
