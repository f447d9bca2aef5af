namespace DsMip.Wire.Icmp;

/// <summary>ICMP Mobile Prefix Solicitation, type 146 (RFC 6275 6.7). It has no options of its own; those of others are ignored.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Identifier           |            Reserved           |
/// </code>
/// </remarks>
public sealed record MobilePrefixSolicitation(ushort Identifier) : Icmpv6Message, IIcmpv6Message<MobilePrefixSolicitation>
{
    public override Icmpv6Type Type => Icmpv6Type.MobilePrefixSolicitation;
    public override int Length => 4;

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(Identifier);
        writer.WriteUInt16(0);
    }

    public static bool TryRead(ref WireReader reader, out MobilePrefixSolicitation? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var identifier) || !reader.TrySkip(2)) return false;
        why = DropReason.None;
        message = new MobilePrefixSolicitation(identifier);
        return true;
    }
}
