using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Payload and return routability in ESP tunnel mode, below IPsec (Req 1 of the draft, RFC 4877 4.3): the tunnel that the SA makes ends at home
/// address and home agent, and its outer header is replaced by one that knows the care-of address. In place; nothing is allocated, and a packet
/// that is refused is left as it was.
/// </summary>
/// <remarks>
/// <code>
/// IPsec               IPv6 network                 IPv4 network (RFC 5555 5, RFC 3948)
/// IPv6 HA6 -> HoA     IPv6 HA6 -> care-of          IPv4 -> care-of or NAT | UDP 4500
/// ESP                 ESP                          ESP
/// </code>
/// <para>
/// The outer header is replaced, not added: traffic class and hop limit go over from one to the other, so that IPsec finds the congestion marks
/// of the path in the header that it compares with the inner one (RFC 6040 4.2). The flow label is local to each side and cleared.
/// </para>
/// <para>
/// The UDP checksum is sent as zero (RFC 3948 2.1) and not looked at: the ICV covers the same bytes, and offloads leave it unfinished.
/// </para>
/// <para>Fragments of ESP packets that IPsec has cut pass over IPv6 and are refused over IPv4, where the pieces would need UDP headers of their own.</para>
/// </remarks>
public static class ProtectedPayload
{
    /// <summary>Bytes of headroom that the way in needs: an IPv6 header is longer than IPv4 and UDP headers.</summary>
    public const int Headroom = Ipv6Header.Size - Ipv4AndUdp;

    private const int Ipv4AndUdp = Ipv4Header.Size + UdpHeader.Size;
    private const int SpiAndSequence = 8;

    /// <summary>The way out: a sealed packet between home agent and home address becomes the frame between <paramref name="tunnel"/>'s ends.</summary>
    /// <param name="tunnel">Its addresses and IP version count. Over IPv4 the packet is in UDP whether or not the tunnel's other packets are.</param>
    /// <param name="localPort">Our UDP port; used over IPv4 only.</param>
    /// <param name="remotePort">The peer's UDP port: 4500 unless a NAT is on the path.</param>
    /// <param name="pathMtu">Largest frame that the path takes, bytes; 0: not known, Ethernet's 1500.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer.</exception>
    public static bool TryToCareOf(
        Span<byte> buffer, int offset, int length, in BidirectionalTunnel tunnel, ushort localPort, ushort remotePort, int pathMtu,
        out int newOffset, out int newLength, out DropReason why)
    {
        newOffset = offset;
        newLength = length;
        var packet = buffer.Slice(offset, length);
        why = CheckSealed(ref packet);
        if (why == DropReason.None) why = CheckWay(packet, tunnel, pathMtu);
        if (why != DropReason.None) return false;
        newLength = packet.Length;
        if (!tunnel.Remote.IsIpv4)
        {
            Readdress(packet, tunnel.Local.AsIpv6, tunnel.Remote.AsIpv6);
            return true;
        }
        newOffset += Headroom;
        newLength -= Headroom;
        WriteIpv4(packet, buffer.Slice(newOffset, newLength), tunnel, localPort, remotePort, ProtectedPayloadMtu.DontFragment(pathMtu));
        return true;
    }

    /// <summary>The way in: a frame from the care-of address, or from the home agent, becomes the packet that IPsec knows.</summary>
    /// <param name="buffer">Holds the frame and, if it is IPv4, <see cref="Headroom"/> bytes in front of it.</param>
    /// <param name="source">What the SA knows the sender by: home address or home agent.</param>
    /// <param name="destination">What the SA knows us by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    public static bool TryFromCareOf(
        Span<byte> buffer, int offset, int length, Ipv6Address source, Ipv6Address destination, out int newOffset, out int newLength, out DropReason why)
    {
        newOffset = offset;
        newLength = length;
        var frame = buffer.Slice(offset, length);
        if (IpVersion.Of(frame) != 4)
        {
            why = CheckSealed(ref frame);
            newLength = frame.Length;
            if (why == DropReason.None) Readdress(frame, source, destination);
            return why == DropReason.None;
        }
        if (!NatTraversal.TryRead(frame, out var datagram, out why)) return false;
        why = datagram.WhyNotEsp;
        if (why != DropReason.None) return false;
        WriteIpv6(buffer, offset, datagram.Content, source, destination, out newOffset, out newLength);
        return true;
    }

    /// <summary>SPI and sequence number of either form; false for what is neither, and for all but the first fragment.</summary>
    public static bool TryReadSpi(ReadOnlySpan<byte> frame, out uint spi, out uint sequence)
    {
        spi = sequence = 0;
        if (!TryFindEsp(frame, out var esp)) return false;
        spi = BinaryPrimitives.ReadUInt32BigEndian(esp);
        sequence = BinaryPrimitives.ReadUInt32BigEndian(esp[sizeof(uint)..]);
        return spi != 0;
    }

    private static bool TryFindEsp(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> esp)
    {
        esp = default;
        if (IpVersion.Of(frame) == 4)
        {
            if (!NatTraversal.TryRead(frame, out var datagram, out _) || datagram.WhyNotEsp != DropReason.None) return false;
            esp = frame[datagram.Content];
            return true;
        }
        if (!Ipv6Header.TryRead(frame, out var header, out _)) return false;
        if (!ExtensionHeaderWalker.TryFindUpperLayer(frame[..header.PacketLength], out var protocol, out var offset, out _)) return false;
        esp = frame[offset..header.PacketLength];
        return protocol == IpProtocol.Esp && esp.Length >= SpiAndSequence;
    }

    /// <summary>IPv6 and directly behind it ESP, or the Fragment header of a piece of it.</summary>
    /// <param name="packet">Cut to its length.</param>
    private static DropReason CheckSealed(ref Span<byte> packet)
    {
        var why = InnerLength.Of(packet, 6, out var length);
        if (why != DropReason.None) return why;
        packet = packet[..length];
        if (length < Ipv6Header.Size + SpiAndSequence) return DropReason.Truncated;
        var protocol = packet[Ipv6.NextHeader];
        if (protocol == IpProtocol.Fragment) protocol = packet[Ipv6Header.Size];
        return protocol == IpProtocol.Esp ? DropReason.None : DropReason.UnknownNextHeader;
    }

    private static DropReason CheckWay(ReadOnlySpan<byte> packet, in BidirectionalTunnel tunnel, int pathMtu)
    {
        if (tunnel.Encapsulation == Encapsulation.Native || tunnel.Remote.IsNone) return DropReason.NoBinding;
        if (tunnel.Remote.IsIpv4 && packet[Ipv6.NextHeader] == IpProtocol.Fragment) return DropReason.FragmentNotSupported;
        return packet.Length <= ProtectedPayloadMtu.Of(tunnel.Encapsulation, pathMtu) ? DropReason.None : DropReason.PacketTooBig;
    }

    private static void Readdress(Span<byte> packet, Ipv6Address source, Ipv6Address destination)
    {
        var header = new Ipv6View(packet);
        header.Source = source;
        header.Destination = destination;
        header.FlowLabel = 0;
    }

    /// <param name="packet">The whole packet; <paramref name="frame"/> is its end.</param>
    private static void WriteIpv4(
        ReadOnlySpan<byte> packet, Span<byte> frame, in BidirectionalTunnel tunnel, ushort localPort, ushort remotePort, bool dontFragment)
    {
        var header = new Ipv4Header(
            TrafficClass.Read(packet), (ushort)frame.Length, Identification: 0, dontFragment, MoreFragments: false, FragmentOffset: 0,
            packet[Ipv6.HopLimit], IpProtocol.Udp, tunnel.Local.AsIpv4, tunnel.Remote.AsIpv4);
        header.Write(frame);
        new UdpHeader(localPort, remotePort, (ushort)(frame.Length - Ipv4Header.Size)).Write(frame[Ipv4Header.Size..]);
    }

    private static void WriteIpv6(
        Span<byte> buffer, int offset, Range esp, Ipv6Address source, Ipv6Address destination, out int newOffset, out int newLength)
    {
        var outer = buffer[offset..];
        var (start, length) = esp.GetOffsetAndLength(outer.Length);
        newOffset = offset + start - Ipv6Header.Size;
        newLength = Ipv6Header.Size + length;
        var header = new Ipv6Header(
            TrafficClass.Read(outer), FlowLabel: 0, (ushort)length, IpProtocol.Esp, new Ipv4View(outer).TimeToLive, source, destination);
        header.Write(buffer.Slice(newOffset, newLength));
    }
}
