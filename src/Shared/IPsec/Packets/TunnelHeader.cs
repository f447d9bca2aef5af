using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>The outer header of tunnel mode (RFC 4301 5.1.2), with ECN by RFC 6040.</summary>
internal static class TunnelHeader
{
    private const byte OuterHopLimit = 64;
    private const byte CongestionExperienced = 3;

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

    /// <summary>Carries the outer congestion mark inwards (RFC 6040 4.2); false if the packet has to be dropped.</summary>
    public static bool TryCarryCongestion(byte outerTrafficClass, Span<byte> inner)
    {
        var outer = outerTrafficClass & 3;
        var trafficClass = TrafficClass(inner);
        var ecn = trafficClass & 3;
        if (outer == CongestionExperienced && ecn == 0) return false;
        // Outer CE marks; outer ECT(1) on inner ECT(0) is the one other change RFC 6040 asks for.
        var marked = outer == CongestionExperienced ? CongestionExperienced : outer == 1 && ecn == 2 ? 1 : ecn;
        if (marked != ecn) SetTrafficClass(inner, (byte)((trafficClass & ~3) | marked));
        return true;
    }

    public static byte TrafficClass(ReadOnlySpan<byte> packet) =>
        packet[0] >> 4 == 4 ? packet[1] : (byte)(BinaryPrimitives.ReadUInt16BigEndian(packet) >> 4);

    private static void SetTrafficClass(Span<byte> packet, byte value)
    {
        if (packet[0] >> 4 == 4)
        {
            packet[1] = value;
            Ipv4Layout.WriteChecksum(packet[..((packet[0] & 15) * 4)]);
            return;
        }

        packet[0] = (byte)(0x60 | value >> 4);
        packet[1] = (byte)(value << 4 | packet[1] & 15);
    }

    private static void WriteIpv6(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner) =>
        new Ipv6Header(
            TrafficClass(inner), 0, (ushort)(packet.Length - Ipv6Header.Size), IpProtocol.Esp, OuterHopLimit,
            tunnel.Local.AsIpv6, tunnel.Remote.AsIpv6).Write(packet);

    private static void WriteIpv4(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner, ushort identification) =>
        new Ipv4Header(
            TrafficClass(inner), (ushort)packet.Length, identification, DontFragment(inner), false, 0, OuterHopLimit, IpProtocol.Esp,
            tunnel.Local.AsIpv4, tunnel.Remote.AsIpv4).Write(packet);

    // An IPv6 packet inside is never to be fragmented on the way (RFC 8200 5).
    private static bool DontFragment(ReadOnlySpan<byte> inner) => inner[0] >> 4 != 4 || (inner[6] & 0x40) != 0;
}
