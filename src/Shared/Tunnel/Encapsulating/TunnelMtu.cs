using System.Buffers.Binary;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>What fits into a tunnel (RFC 2473 6.7 and 7, RFC 4213 3.2.2).</summary>
public static class TunnelMtu
{
    /// <summary>Bytes that the outer headers take.</summary>
    public static int Overhead(Encapsulation encapsulation) => encapsulation switch
    {
        Encapsulation.Ipv6 => Ipv6Header.Size,
        Encapsulation.Ipv4 => Ipv4Header.Size,
        Encapsulation.UdpIpv4 => Ipv4Header.Size + UdpHeader.Size,
        _ => 0,
    };

    /// <summary>The path MTU less the outer headers, bytes.</summary>
    public static int Of(Encapsulation encapsulation, int pathMtu) => pathMtu - Overhead(encapsulation);

    /// <summary>The MTU to tell a sender: never below what its IP version lets every link carry.</summary>
    public static int ToReport(ReadOnlySpan<byte> inner, int tunnelMtu) =>
        Math.Max(tunnelMtu, IpVersion.Of(inner) == 4 ? Ipv4.MinimumMtu : Ipv6.MinimumMtu);

    /// <summary>
    /// IPv6 packets up to 1280 bytes always go: the sender cannot make them smaller, so the outer packet has to suffer fragmentation. Over IPv4
    /// routers do it. Over IPv6 only the source may (RFC 2473 7.1(b)), and we do not: an IPv6 path narrower than 1320 bytes loses packets over 1240.
    /// </summary>
    internal static bool Fits(ReadOnlySpan<byte> inner, int tunnelMtu) =>
        inner.Length <= tunnelMtu || (IpVersion.Of(inner) == 6 && inner.Length <= Ipv6.MinimumMtu);

    /// <summary>The outer Don't Fragment bit (RFC 4213 3.2.2): clear only where an IPv6 packet of 1280 bytes would not get through otherwise.</summary>
    internal static bool DontFragment(ReadOnlySpan<byte> inner, int tunnelMtu) =>
        IpVersion.Of(inner) == 4 || tunnelMtu >= Ipv6.MinimumMtu;

    internal static bool HasDontFragment(ReadOnlySpan<byte> ipv4) =>
        (BinaryPrimitives.ReadUInt16BigEndian(ipv4[Ipv4.Fragment..]) & Ipv4.DontFragment) != 0;
}
