namespace DsMip.Wire.Icmp;

/// <summary>ICMP Home Agent Address Discovery Reply, type 145 (RFC 6275 6.6; flag R of RFC 3963 7.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Identifier           |R|          Reserved           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Home Agent Addresses                     |  16 bytes each
/// </code>
/// </remarks>
/// <param name="HomeAgents">In order of preference.</param>
/// <param name="MobileRouter">The home agents listed support mobile routers.</param>
public sealed record HomeAgentAddressDiscoveryReply(ushort Identifier, ValueArray<Ipv6Address> HomeAgents, bool MobileRouter = false)
    : Icmpv6Message, IIcmpv6Message<HomeAgentAddressDiscoveryReply>
{
    public override Icmpv6Type Type => Icmpv6Type.HomeAgentAddressDiscoveryReply;
    public override int Length => 4 + Ipv6Address.Size * HomeAgents.Count;

    public override void WriteData(ref WireWriter writer)
    {
        writer.WriteUInt16(Identifier);
        writer.WriteUInt16(MobileRouter ? (ushort)0x8000 : (ushort)0);
        foreach (var address in HomeAgents.AsSpan()) writer.WriteIpv6(address);
    }

    public static bool TryRead(ref WireReader reader, out HomeAgentAddressDiscoveryReply? message, out DropReason why)
    {
        message = null;
        why = DropReason.Truncated;
        if (!reader.TryReadUInt16(out var identifier) || !reader.TryReadUInt16(out var flags)) return false;
        why = DropReason.BadLength;
        if (reader.Remaining % Ipv6Address.Size != 0) return false;
        why = DropReason.None;
        var addresses = new Ipv6Address[reader.Remaining / Ipv6Address.Size];
        for (var i = 0; i < addresses.Length; i++) reader.TryReadIpv6(out addresses[i]);
        message = new HomeAgentAddressDiscoveryReply(identifier, ValueArray.Create<Ipv6Address>(addresses), (flags & 0x8000) != 0);
        return true;
    }
}
