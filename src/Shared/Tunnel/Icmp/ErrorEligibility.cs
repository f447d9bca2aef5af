using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Which packets no ICMP error may answer (RFC 4443 2.4(e), RFC 1812 4.3.2.7).</summary>
internal static class ErrorEligibility
{
    private const byte Icmpv6FirstInformational = 128;
    private const byte Icmpv6Redirect = 137;

    /// <param name="aboutSize">Packet Too Big is sent for IPv6 multicast, too: path MTU discovery needs it.</param>
    public static DropReason Check(ReadOnlySpan<byte> packet, bool aboutSize)
    {
        if (!InnerLength.HasHeader(packet)) return DropReason.Truncated;
        if (!InnerPacket.TryReadSource(packet, out var source) || !source.IsUnicastRoutable) return DropReason.BadSourceAddress;
        return IpVersion.Of(packet) == 4 ? CheckIpv4(packet) : CheckIpv6(packet, aboutSize);
    }

    private static DropReason CheckIpv6(ReadOnlySpan<byte> packet, bool aboutSize)
    {
        if (Ipv6Address.Read(packet[Ipv6.Destination..]).IsMulticast && !aboutSize) return DropReason.UnexpectedMessage;
        if (!ExtensionHeaderWalker.TryFindUpperLayer(packet, out var protocol, out var offset, out var why)) return why;
        if (protocol != IpProtocol.Icmpv6) return DropReason.None;
        if (packet.Length <= offset) return DropReason.Truncated;
        return packet[offset] is < Icmpv6FirstInformational or Icmpv6Redirect ? DropReason.UnexpectedMessage : DropReason.None;
    }

    private static DropReason CheckIpv4(ReadOnlySpan<byte> packet)
    {
        if (!Ipv4Header.TryReadHeader(packet, out var header, out var why)) return why;
        if (header.FragmentOffset != 0) return DropReason.FragmentNotSupported;
        if (!header.Destination.IsUnicastRoutable) return DropReason.UnexpectedMessage;
        if (header.Protocol != IpProtocol.Icmp) return DropReason.None;
        if (packet.Length <= header.HeaderLength) return DropReason.Truncated;
        // Destination Unreachable, Source Quench, Redirect, Time Exceeded, Parameter Problem.
        return packet[header.HeaderLength] is 3 or 4 or 5 or 11 or 12 ? DropReason.UnexpectedMessage : DropReason.None;
    }
}
