using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>The outer header of tunnel mode (RFC 4301 5.1.2); ECN is copied (RFC 6040 4.1).</summary>
internal static class TunnelHeader
{
    private const byte OuterHopLimit = 64;

    public static int Length(IpAddress remote) => remote.IsIpv4 ? Ipv4Header.Size : Ipv6Header.Size;

    /// <summary>Writes the header in front of a whole outer packet.</summary>
    /// <param name="packet">The outer packet, ESP in place.</param>
    /// <param name="inner">The packet inside, for traffic class and don't-fragment bit.</param>
    /// <param name="identification">IPv4 only; must not repeat soon while fragments are allowed (RFC 6864).</param>
    public static void Write(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner, ushort identification)
    {
        if (tunnel.Remote.IsIpv4) WriteIpv4(packet, tunnel, inner, identification);
        else WriteIpv6(packet, tunnel, inner);
    }

    private static void WriteIpv6(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner) =>
        new Ipv6Header(
            TrafficClass.Read(inner), 0, (ushort)(packet.Length - Ipv6Header.Size), IpProtocol.Esp, OuterHopLimit,
            tunnel.Local.AsIpv6, tunnel.Remote.AsIpv6).Write(packet);

    private static void WriteIpv4(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner, ushort identification) =>
        new Ipv4Header(
            TrafficClass.Read(inner), (ushort)packet.Length, identification, DontFragment(inner), false, 0, OuterHopLimit, IpProtocol.Esp,
            tunnel.Local.AsIpv4, tunnel.Remote.AsIpv4).Write(packet);

    // An IPv6 packet inside is never to be fragmented on the way (RFC 8200 5).
    private static bool DontFragment(ReadOnlySpan<byte> inner) => inner[0] >> 4 != 4 || (inner[6] & 0x40) != 0;
}
