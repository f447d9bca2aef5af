using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>ICMP errors from an IPv4 path: protocols 41 and 4, and UDP.</summary>
internal static class TunnelErrorIpv4
{
    /// <summary>Below it a report is taken for an attack: no path in use is so narrow, and each halving doubles the packets.</summary>
    private const int LeastPathMtu = 552;

    public static bool TryRead(ReadOnlySpan<byte> frame, out TunnelError error, out DropReason why)
    {
        error = default;
        if (!Ipv4Header.TryRead(frame, out var header, out why)) return false;
        why = DropReason.UnexpectedMessage;
        if (header.Protocol != IpProtocol.Icmp || header.IsFragment) return false;
        if (!Icmpv4Error.TryRead(frame[header.HeaderLength..header.TotalLength], out var icmp, out var quote, out why)) return false;
        return TryReadQuote(quote, icmp, header.TotalLength - quote.Length, out error, out why);
    }

    private static bool TryReadQuote(ReadOnlySpan<byte> quote, in Icmpv4Error icmp, int offset, out TunnelError error, out DropReason why)
    {
        error = default;
        if (!Ipv4Header.TryReadHeader(quote, out var outer, out why)) return false;
        why = DropReason.UnexpectedMessage;
        if (outer.FragmentOffset != 0) return false;
        if (!TryReadTunnel(quote, outer, out var tunnel, out var inner)) return false;
        why = DropReason.Truncated;
        if (!InnerLength.HasHeader(quote[inner..])) return false;
        why = DropReason.None;
        error = new TunnelError(tunnel, PathMtu(icmp, outer.TotalLength), (offset + inner)..(offset + quote.Length));
        return true;
    }

    private static bool TryReadTunnel(ReadOnlySpan<byte> quote, in Ipv4Header outer, out BidirectionalTunnel tunnel, out int inner)
    {
        inner = outer.HeaderLength;
        tunnel = new BidirectionalTunnel(Encapsulation.Ipv4, outer.Source, outer.Destination);
        if (outer.Protocol is IpProtocol.Ipv4 or IpProtocol.Ipv6) return true;
        if (outer.Protocol != IpProtocol.Udp || quote.Length - inner < UdpHeader.Size) return false;
        var reader = new WireReader(quote[inner..]);
        reader.TryReadUInt16(out var localPort);
        reader.TryReadUInt16(out var remotePort);
        tunnel = new BidirectionalTunnel(Encapsulation.UdpIpv4, outer.Source, outer.Destination, localPort, remotePort);
        inner += UdpHeader.Size;
        return localPort == Port.DsMip || remotePort == Port.DsMip;
    }

    internal static int PathMtu(in Icmpv4Error icmp, int length)
    {
        if (!icmp.IsFragmentationNeeded) return 0;
        var reported = icmp.NextHopMtu != 0 ? icmp.NextHopMtu : Plateau(length);
        return Math.Max(reported, LeastPathMtu);
    }

    /// <summary>Routers older than RFC 1191 do not say the MTU; its section 7 says which to try.</summary>
    private static int Plateau(int length) => length > 1492 ? 1492 : length > 1006 ? 1006 : LeastPathMtu;
}
