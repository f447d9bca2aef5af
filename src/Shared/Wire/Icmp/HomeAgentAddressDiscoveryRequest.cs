namespace DsMip.Wire.Icmp;

/// <summary>ICMP Home Agent Address Discovery Request, type 144 (RFC 6275 6.5; flag R of RFC 3963 7.1).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Identifier           |R|          Reserved           |
/// </code>
/// </remarks>
/// <param name="MobileRouter">Only home agents that support mobile routers are asked for.</param>
public sealed record HomeAgentAddressDiscoveryRequest(ushort Identifier, bool MobileRouter = false)
    : Icmpv6Message, IIcmpv6Message<HomeAgentAddressDiscoveryRequest>
{
    public override Icmpv6Type Type => Icmpv6Type.HomeAgentAddressDiscoveryRequest;
    public override int Length => 4;

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(Identifier);
        writer.WriteUInt16(MobileRouter ? (ushort)0x8000 : (ushort)0);
    }

    public static bool TryRead(ref WireReader reader, out HomeAgentAddressDiscoveryRequest? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var identifier) || !reader.TryReadUInt16(out var flags)) return false;
        why = DropReason.None;
        message = new HomeAgentAddressDiscoveryRequest(identifier, (flags & 0x8000) != 0);
        return true;
    }
}
