using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>
/// The ICMP errors that a tunnel entry owes the senders of packets it could not carry (RFC 2473 7 and 8, RFC 4213 3.2 and 3.4). Each method
/// writes a complete packet, IP header first, or answers false with the reason why none may be sent. Limiting their rate is the caller's part
/// (RFC 4443 2.4(f)).
/// </summary>
/// <param name="Ipv6">Source of ICMPv6 errors: an address of ours that the sender can reach.</param>
/// <param name="Ipv4">Source of ICMP errors; 0.0.0.0 if we have none, and then none are sent.</param>
public readonly record struct TunnelIcmp(Ipv6Address Ipv6, Ipv4Address Ipv4)
{
    /// <summary>A buffer of this size holds any of the packets.</summary>
    public const int MaximumSize = 1280;

    private const byte HopLimit = 64;

    /// <summary>
    /// After <see cref="DropReason.PacketTooBig"/>: ICMPv6 Packet Too Big, or ICMP Fragmentation Needed for IPv4 with Don't Fragment. False for
    /// IPv4 that may be fragmented: see <see cref="Ipv4Fragments"/>.
    /// </summary>
    /// <param name="inner">The packet that was refused.</param>
    /// <param name="tunnelMtu">What fits into the tunnel, see <see cref="TunnelEntry.TunnelMtu"/>.</param>
    /// <param name="packet">At least <see cref="MaximumSize"/> bytes, not overlapping <paramref name="inner"/>.</param>
    public bool TryPacketTooBig(ReadOnlySpan<byte> inner, int tunnelMtu, Span<byte> packet, out int length, out DropReason why)
    {
        length = 0;
        why = DropReason.Truncated;
        if (!InnerLength.HasHeader(inner)) return false;
        why = DropReason.UnexpectedMessage;
        var mtu = TunnelMtu.ToReport(inner, tunnelMtu);
        if (InnerLength.Claimed(inner) <= mtu) return false;
        if (IpVersion.Of(inner) == 4 && !TunnelMtu.HasDontFragment(inner)) return false;
        return TryWrite(inner, Icmpv6Error.PacketTooBig(mtu), Icmpv4Error.FragmentationNeeded(mtu), packet, out length, out why);
    }

    /// <summary>No way to the destination: ICMPv6 type 1 code 3, ICMP type 3 code 1 (RFC 2473 8.2, 8.3).</summary>
    /// <inheritdoc cref="TryPacketTooBig"/>
    public bool TryUnreachable(ReadOnlySpan<byte> inner, Span<byte> packet, out int length, out DropReason why) =>
        TryWrite(
            inner, Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.AddressUnreachable),
            Icmpv4Error.DestinationUnreachable(Icmpv4UnreachableCode.Host), packet, out length, out why);

    /// <summary>After <see cref="DropReason.TimeToLiveExceeded"/>.</summary>
    /// <inheritdoc cref="TryPacketTooBig"/>
    public bool TryTimeExceeded(ReadOnlySpan<byte> inner, Span<byte> packet, out int length, out DropReason why) =>
        TryWrite(inner, Icmpv6Error.HopLimitExceeded, Icmpv4Error.TimeToLiveExceeded, packet, out length, out why);

    /// <summary>
    /// Tells the original sender of an error inside the tunnel (RFC 2473 8.2, 8.3): too big with the MTU less the tunnel's headers, all the rest
    /// as unreachable. The new path MTU is in <see cref="TunnelError.PathMtu"/>, whatever the answer here.
    /// </summary>
    /// <param name="frame">The ICMP error as received.</param>
    /// <param name="error">What <see cref="TunnelError.TryRead"/> made of it; the caller has asked whether it is about a tunnel of ours.</param>
    public bool TryRelay(ReadOnlySpan<byte> frame, in TunnelError error, Span<byte> packet, out int length, out DropReason why)
    {
        var inner = frame[error.Inner];
        return error.PathMtu == 0
            ? TryUnreachable(inner, packet, out length, out why)
            : TryPacketTooBig(inner, TunnelMtu.Of(error.Tunnel.Encapsulation, error.PathMtu), packet, out length, out why);
    }

    private bool TryWrite(ReadOnlySpan<byte> inner, in Icmpv6Error ipv6, in Icmpv4Error ipv4, Span<byte> packet, out int length, out DropReason why)
    {
        length = 0;
        why = ErrorEligibility.Check(inner, aboutSize: ipv6.Type == Icmpv6Type.PacketTooBig);
        if (why != DropReason.None) return false;
        if (IpVersion.Of(inner) == 4 ? Ipv4.IsUnspecified : Ipv6.IsUnspecified)
        {
            why = DropReason.BadSourceAddress;
            return false;
        }
        length = IpVersion.Of(inner) == 4 ? WriteIpv4(inner, ipv4, packet) : WriteIpv6(inner, ipv6, packet);
        return true;
    }

    private int WriteIpv6(ReadOnlySpan<byte> inner, in Icmpv6Error error, Span<byte> packet)
    {
        var destination = Ipv6Address.Read(inner[Tunnel.Ipv6.Source..]);
        var length = error.Write(packet[Ipv6Header.Size..], inner, Ipv6, destination);
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, HopLimit, Ipv6, destination).Write(packet);
        return Ipv6Header.Size + length;
    }

    private int WriteIpv4(ReadOnlySpan<byte> inner, in Icmpv4Error error, Span<byte> packet)
    {
        var destination = Ipv4Address.Read(inner[Tunnel.Ipv4.Source..]);
        var length = Ipv4Header.Size + error.Write(packet[Ipv4Header.Size..], inner);
        new Ipv4Header(0, (ushort)length, 0, true, false, 0, HopLimit, IpProtocol.Icmp, Ipv4, destination).Write(packet);
        return length;
    }
}
