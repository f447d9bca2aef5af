using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.IPsec;

/// <summary>The outer header of tunnel mode (RFC 4301 5.1.2), with ECN by RFC 6040.</summary>
internal static class TunnelHeader
{
    private const byte OuterHopLimit = 64;
    private const byte DontFragment = 0x40;
    private const byte CongestionExperienced = 3;

    public static int Length(IpAddress remote) => remote.IsIpv4 ? Ipv4Layout.MinimumHeader : Ipv6Layout.Header;

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

    private static void WriteIpv6(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x60000000u | (uint)TrafficClass(inner) << 20);
        Ipv6Layout.Finish(packet);
        packet[6] = IpProtocol.Esp;
        packet[7] = OuterHopLimit;
        tunnel.Local.AsIpv6.Write(packet[8..]);
        tunnel.Remote.AsIpv6.Write(packet[24..]);
    }

    private static void WriteIpv4(Span<byte> packet, TunnelEndpoints tunnel, ReadOnlySpan<byte> inner, ushort identification)
    {
        packet[0] = 0x45;
        packet[1] = TrafficClass(inner);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], identification);
        packet[6] = inner[0] >> 4 == 4 ? (byte)(inner[6] & DontFragment) : DontFragment;
        packet[7] = 0;
        packet[8] = OuterHopLimit;
        packet[9] = IpProtocol.Esp;
        tunnel.Local.AsIpv4.Write(packet[12..]);
        tunnel.Remote.AsIpv4.Write(packet[16..]);
        Ipv4Layout.Finish(packet);
    }
}
