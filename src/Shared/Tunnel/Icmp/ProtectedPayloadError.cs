using System.Buffers.Binary;
using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>
/// Packet Too Big or Fragmentation Needed about a frame of <see cref="ProtectedPayload"/>. It is not authenticated: believe it only if the SPI is that of
/// an SA of ours whose packets go to <paramref name="Remote"/>. The stack, which knows the SA by other addresses, has no use for it.
/// </summary>
/// <param name="Remote">Where the frame was sent.</param>
/// <param name="PathMtu">Largest frame, bytes.</param>
public readonly record struct ProtectedPayloadError(IpAddress Remote, uint Spi, int PathMtu)
{
    /// <param name="frame">Complete: outer IP header, ICMP message.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, out ProtectedPayloadError error)
    {
        error = default;
        return IpVersion.Of(frame) == 4 ? TryReadIpv4(frame, out error) : TryReadIpv6(frame, out error);
    }

    private static bool TryReadIpv4(ReadOnlySpan<byte> frame, out ProtectedPayloadError error)
    {
        error = default;
        if (!Ipv4Header.TryRead(frame, out var header, out _) || header.Protocol != IpProtocol.Icmp || header.IsFragment) return false;
        if (!Icmpv4Error.TryRead(frame[header.HeaderLength..header.TotalLength], out var icmp, out var quote, out _)) return false;
        if (!icmp.IsFragmentationNeeded || !Ipv4Header.TryReadHeader(quote, out var outer, out _)) return false;
        if (outer.Protocol != IpProtocol.Udp || outer.FragmentOffset != 0) return false;
        if (!TryReadDatagram(quote[outer.HeaderLength..], out var spi)) return false;
        error = new ProtectedPayloadError(outer.Destination, spi, TunnelErrorIpv4.PathMtu(icmp, outer.TotalLength));
        return true;
    }

    /// <summary>One end is at port 4500; the other's a NAT may have changed.</summary>
    private static bool TryReadDatagram(ReadOnlySpan<byte> datagram, out uint spi)
    {
        spi = 0;
        if (datagram.Length < UdpHeader.Size + sizeof(uint)) return false;
        spi = BinaryPrimitives.ReadUInt32BigEndian(datagram[UdpHeader.Size..]);
        var (source, destination) = (BinaryPrimitives.ReadUInt16BigEndian(datagram), BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
        return spi != 0 && (source == Port.IpsecNatTraversal || destination == Port.IpsecNatTraversal);
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> frame, out ProtectedPayloadError error)
    {
        error = default;
        if (!Ipv6Header.TryRead(frame, out var header, out _)) return false;
        frame = frame[..header.PacketLength];
        if (!ExtensionHeaderWalker.TryFindUpperLayer(frame, out var protocol, out var offset, out _) || protocol != IpProtocol.Icmpv6) return false;
        if (!Icmpv6Error.TryRead(frame[offset..], header.Source, header.Destination, out var icmp, out var quote, out _)) return false;
        if (icmp.Type != Icmpv6Type.PacketTooBig || !Ipv6Header.TryReadHeader(quote, out var outer, out _)) return false;
        if (outer.NextHeader != IpProtocol.Esp || quote.Length < Ipv6Header.Size + sizeof(uint)) return false;
        error = new ProtectedPayloadError(
            outer.Destination, BinaryPrimitives.ReadUInt32BigEndian(quote[Ipv6Header.Size..]), TunnelErrorIpv6.PathMtu(icmp));
        return true;
    }
}
