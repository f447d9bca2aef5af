using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The way in: a complete frame, outer header first, becomes a note of how it came and the packet that IPsec or the stack is to see, in the
/// same buffer. Nothing is allocated; malformed input never throws.
/// </summary>
/// <remarks>
/// Tunnelled packets (RFC 2473, RFC 4213, RFC 5555 4.1) lose their outer headers and take over congestion marks (RFC 6040); the inner hop
/// limit stays, it was decremented at the tunnel entry (RFC 2473 3.1). Signalling that came natively over IPv6 gets its home address back:
/// at the home agent from the Home Address option (RFC 6275 6.3), at the mobile node from the type 2 routing header (RFC 6275 6.4).
/// The outer IPv4 header checksum is verified, and the UDP checksum when there is one. Fragments are refused:
/// sockets reassemble.
/// </remarks>
public static class Decapsulator
{
    /// <summary>At the home agent: frames to UDP port 4191, IP-in-IP, and native signalling with or without Home Address option.</summary>
    /// <param name="frame">Its content is rearranged, also when the answer is false.</param>
    /// <param name="inner">Where in <paramref name="frame"/> the packet now is.</param>
    public static bool TryDecapsulate(Span<byte> frame, out Ingress ingress, out Range inner, out DropReason why) =>
        TryDecapsulate(frame, Ipv6Address.Any, out ingress, out inner, out why);

    /// <summary>At the mobile node: frames from UDP port 4191, IP-in-IP, and native signalling with or without type 2 routing header.</summary>
    /// <param name="homeAddress">The only address a type 2 routing header may hold (RFC 6275 6.4, 11.3.3).</param>
    /// <inheritdoc cref="TryDecapsulate(Span{byte}, out Ingress, out Range, out DropReason)"/>
    public static bool TryDecapsulate(Span<byte> frame, Ipv6Address homeAddress, out Ingress ingress, out Range inner, out DropReason why)
    {
        inner = default;
        why = Outer.TryRead(frame, atHomeAgent: homeAddress.IsUnspecified, out var outer);
        ingress = outer.Ingress;
        if (why != DropReason.None) return false;
        why = outer.Ingress.Encapsulation == Encapsulation.Native
            ? NativeHomeAddress.Restore(frame, homeAddress, ref outer)
            : Uncover(frame, ref outer);
        ingress = outer.Ingress;
        inner = outer.Start..outer.End;
        return why == DropReason.None;
    }

    private static DropReason Uncover(Span<byte> frame, ref Outer outer)
    {
        var packet = frame[outer.Start..outer.End];
        var why = InnerLength.Of(packet, outer.InnerVersion, out var length);
        if (why != DropReason.None) return why;
        // Padding after the inner packet is not part of it (RFC 4213 3.6).
        outer.End = outer.Start + length;
        return TrafficClass.TryMergeEcn(TrafficClass.Read(frame), packet) ? DropReason.None : DropReason.CongestionExperienced;
    }
}
