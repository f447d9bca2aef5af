using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The way out: IPv6, IPv4, or IPv4 and UDP headers go into the headroom in front of a packet, in the same buffer. Nothing is allocated, and
/// a packet that is refused is left as it was, so that an ICMP error can quote it.
/// </summary>
/// <remarks>
/// <para>DSCP and ECN are copied (RFC 2983 uniform model, RFC 6040 4.1 normal mode). The outer hop limit is 64, the outer flow label 0.</para>
/// <para>
/// The UDP checksum is computed although IPv4 permits zero (RFC 768): the vectorised sum costs tens of nanoseconds on a packet whose system call
/// costs a thousand, RFC 8085 3.4 recommends it, some middleboxes discard datagrams without, and nothing else guards the inner IPv6 header.
/// </para>
/// <para>
/// The Identification of the outer IPv4 header is 0: with DF set it has no meaning (RFC 6864 4.1), and without DF a raw socket fills it in.
/// </para>
/// <para>
/// An IPv4 packet that does not fit and may be fragmented is refused like any other: cut it with <see cref="Ipv4Fragments"/> and send the
/// pieces. A router may do that (RFC 1812 5.2.6), and unlike fragments of the outer packet the pieces pass NATs and need no reassembly at the
/// tunnel's end (RFC 4459 3.1).
/// </para>
/// </remarks>
public static class Encapsulator
{
    /// <summary>Bytes of headroom that any encapsulation needs.</summary>
    public const int Headroom = Ipv6Header.Size;

    private const byte OuterHopLimit = 64;

    /// <param name="buffer">Holds the packet and free bytes in front of it.</param>
    /// <param name="offset">First byte of the packet; at least <see cref="Headroom"/> for any tunnel.</param>
    /// <param name="length">Length of the packet, which may be longer than its header says.</param>
    /// <param name="newOffset">First byte of the outer header.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryEncapsulate(
        Span<byte> buffer, int offset, int length, in BidirectionalTunnel tunnel, in TunnelEntry entry,
        out int newOffset, out int newLength, out DropReason why)
    {
        newOffset = offset;
        newLength = length;
        var inner = buffer.Slice(offset, length);
        var tunnelMtu = entry.TunnelMtu(tunnel.Encapsulation);
        why = Check(ref inner, tunnel, entry, tunnelMtu);
        if (why != DropReason.None) return false;
        if (entry.Forwards) HopLimit.Decrement(inner);
        var overhead = TunnelMtu.Overhead(tunnel.Encapsulation);
        newOffset = offset - overhead;
        newLength = overhead + inner.Length;
        var outer = buffer.Slice(newOffset, newLength);
        if (tunnel.Encapsulation == Encapsulation.Ipv6) WriteIpv6(outer, inner, tunnel);
        else WriteIpv4(outer, inner, tunnel, TunnelMtu.DontFragment(inner, tunnelMtu));
        return true;
    }

    private static DropReason Check(ref Span<byte> inner, in BidirectionalTunnel tunnel, in TunnelEntry entry, int tunnelMtu)
    {
        if (tunnel.Encapsulation == Encapsulation.Native || tunnel.Remote.IsNone) return DropReason.NoBinding;
        var why = InnerLength.Of(inner, 0, out var length);
        if (why != DropReason.None) return why;
        inner = inner[..length];
        if (entry.Forwards && !HopLimit.CanDecrement(inner)) return DropReason.TimeToLiveExceeded;
        if (IsLoop(inner, tunnel)) return DropReason.TunnelLoop;
        return TunnelMtu.Fits(inner, tunnelMtu) && length <= ushort.MaxValue - Headroom ? DropReason.None : DropReason.PacketTooBig;
    }

    /// <summary>A packet between the very ends of the tunnel is the tunnel's own: it came back to its entry (RFC 2473 4.1.2).</summary>
    private static bool IsLoop(ReadOnlySpan<byte> inner, in BidirectionalTunnel tunnel) =>
        InnerPacket.TryReadDestination(inner, out var destination) && destination == tunnel.Remote
        && InnerPacket.TryReadSource(inner, out var source) && source == tunnel.Local;

    private static void WriteIpv6(Span<byte> outer, ReadOnlySpan<byte> inner, in BidirectionalTunnel tunnel) =>
        new Ipv6Header(
            TrafficClass.Read(inner), FlowLabel: 0, (ushort)inner.Length, ProtocolOf(inner), OuterHopLimit, tunnel.Local.AsIpv6, tunnel.Remote.AsIpv6)
            .Write(outer);

    private static void WriteIpv4(Span<byte> outer, ReadOnlySpan<byte> inner, in BidirectionalTunnel tunnel, bool dontFragment)
    {
        var udp = tunnel.Encapsulation == Encapsulation.UdpIpv4;
        new Ipv4Header(
            TrafficClass.Read(inner), (ushort)outer.Length, Identification: 0, dontFragment, MoreFragments: false, FragmentOffset: 0,
            OuterHopLimit, udp ? IpProtocol.Udp : ProtocolOf(inner), tunnel.Local.AsIpv4, tunnel.Remote.AsIpv4)
            .Write(outer);
        if (udp) WriteUdp(outer[Ipv4Header.Size..], tunnel);
    }

    private static void WriteUdp(Span<byte> datagram, in BidirectionalTunnel tunnel)
    {
        new UdpHeader(tunnel.LocalPort, tunnel.RemotePort, (ushort)datagram.Length).Write(datagram);
        UdpHeader.Seal(datagram, tunnel.Local.AsIpv4, tunnel.Remote.AsIpv4);
    }

    private static byte ProtocolOf(ReadOnlySpan<byte> inner) => IpVersion.Of(inner) == 4 ? IpProtocol.Ipv4 : IpProtocol.Ipv6;
}
