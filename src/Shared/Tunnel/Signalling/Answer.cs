using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The home agent's way back: a sealed packet to a home address leaves exactly as the request named by an <see cref="Ingress"/> came. A
/// Binding Acknowledgement takes it whether or not there is a binding (RFC 6275 9.5.4, RFC 5555 4.5 and 5.1).
/// </summary>
public static class Answer
{
    /// <summary>Bytes of headroom that any way back needs.</summary>
    public const int Headroom = NativeSignalling.Headroom + Encapsulator.Headroom;

    /// <param name="buffer">Holds the sealed IPv6 packet, home agent to home address, and <see cref="Headroom"/> bytes in front of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the buffer or leaves too little headroom.</exception>
    /// <param name="allowClear">A clear Mobility Header will do, too: for nodes that have no IPsec.</param>
    public static bool TryReverse(
        Span<byte> buffer, int offset, int length, in Ingress ingress, out int newOffset, out int newLength, out DropReason why, bool allowClear = false)
    {
        if (ingress.Encapsulation != Encapsulation.Native) return TryTunnel(buffer, offset, length, ingress, allowClear, out newOffset, out newLength, out why);
        if (ingress.HomeAddressOption)
            return NativeSignalling.TryAddRoutingHeader(buffer, offset, length, ingress.Remote.AsIpv6, out newOffset, out newLength, out why, allowClear);
        return TryPlain(buffer, offset, length, ingress, out newOffset, out newLength, out why);
    }

    /// <summary>The tunnel whose packets take the ingress' path in the other direction.</summary>
    public static BidirectionalTunnel TunnelBack(in Ingress ingress) =>
        new(ingress.Encapsulation, ingress.Local, ingress.Remote, ingress.LocalPort, ingress.RemotePort);

    /// <summary>In a tunnel the destination is the home address already; a routing header, if there is to be one, leads there once more.</summary>
    private static bool TryTunnel(
        Span<byte> buffer, int offset, int length, in Ingress ingress, bool allowClear, out int newOffset, out int newLength, out DropReason why)
    {
        (newOffset, newLength) = (offset, length);
        if (ingress.HomeAddressOption)
        {
            why = InnerLength.Of(buffer.Slice(offset, length), 6, out _);
            if (why != DropReason.None) return false;
            var home = Ipv6Address.Read(buffer[(offset + Ipv6.Destination)..]);
            if (!NativeSignalling.TryAddRoutingHeader(buffer, offset, length, home, out newOffset, out newLength, out why, allowClear)) return false;
        }
        return Encapsulator.TryEncapsulate(
            buffer, newOffset, newLength, TunnelBack(ingress), new TunnelEntry(), out newOffset, out newLength, out why);
    }

    /// <summary>Without Home Address option the request came from the home address itself, and so the answer needs nothing.</summary>
    private static bool TryPlain(
        Span<byte> buffer, int offset, int length, in Ingress ingress, out int newOffset, out int newLength, out DropReason why)
    {
        newOffset = offset;
        why = InnerLength.Of(buffer.Slice(offset, length), 6, out newLength);
        if (why != DropReason.None) return false;
        if (Ipv6Address.Read(buffer[(offset + Ipv6.Destination)..]) != ingress.Remote.AsIpv6) why = DropReason.NotForUs;
        return why == DropReason.None;
    }
}
