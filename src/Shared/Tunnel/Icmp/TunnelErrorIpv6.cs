using DsMip.Wire;
using DsMip.Wire.Icmp;

namespace DsMip.Tunnel;

/// <summary>ICMPv6 errors from an IPv6 path.</summary>
internal static class TunnelErrorIpv6
{
    public static bool TryRead(ReadOnlySpan<byte> frame, out TunnelError error, out DropReason why)
    {
        error = default;
        if (!Ipv6Header.TryRead(frame, out var header, out why)) return false;
        frame = frame[..header.PacketLength];
        if (!ExtensionHeaderWalker.TryFindUpperLayer(frame, out var protocol, out var offset, out why)) return false;
        why = DropReason.UnexpectedMessage;
        if (protocol != IpProtocol.Icmpv6) return false;
        if (!Icmpv6Error.TryRead(frame[offset..], header.Source, header.Destination, out var icmp, out var quote, out why)) return false;
        return TryReadQuote(quote, icmp, frame.Length - quote.Length, out error, out why);
    }

    private static bool TryReadQuote(ReadOnlySpan<byte> quote, in Icmpv6Error icmp, int offset, out TunnelError error, out DropReason why)
    {
        error = default;
        if (!Ipv6Header.TryReadHeader(quote, out var outer, out why)) return false;
        why = DropReason.UnexpectedMessage;
        // Of Parameter Problems only one about a tunnel encapsulation limit would concern the sender (RFC 2473 8.1), and we send none.
        if (icmp.Type == Icmpv6Type.ParameterProblem || outer.NextHeader is not (IpProtocol.Ipv4 or IpProtocol.Ipv6)) return false;
        why = DropReason.Truncated;
        if (!InnerLength.HasHeader(quote[Ipv6Header.Size..])) return false;
        why = DropReason.None;
        var tunnel = new BidirectionalTunnel(Encapsulation.Ipv6, outer.Source, outer.Destination);
        error = new TunnelError(tunnel, PathMtu(icmp), (offset + Ipv6Header.Size)..(offset + quote.Length));
        return true;
    }

    /// <summary>A report below the minimum MTU counts as the minimum (RFC 8201 4).</summary>
    internal static int PathMtu(in Icmpv6Error icmp) =>
        icmp.Type == Icmpv6Type.PacketTooBig ? (int)Math.Clamp(icmp.Parameter, (uint)Ipv6.MinimumMtu, ushort.MaxValue) : 0;
}
