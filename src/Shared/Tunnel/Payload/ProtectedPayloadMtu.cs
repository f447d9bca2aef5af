using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// How long a sealed payload packet, home agent to home address, may be. What the sender of the clear packet may use follows from it by the
/// SA's own overhead, which IPsec knows: tell it with ICMPv6 Packet Too Big about the sealed packet (<see cref="TunnelIcmp.TryPacketTooBig"/>).
/// </summary>
public static class ProtectedPayloadMtu
{
    /// <summary>
    /// ESP around an IPv6 packet of 1280 bytes, which every link has to carry: IPv6 header 40, SPI and sequence number 8, IV and padding 15 or
    /// 16 each, trailer 2, ICV up to 32 bytes.
    /// </summary>
    public const int OfMinimumPacket = Ipv6.MinimumMtu + Ipv6Header.Size + 8 + 16 + 15 + 2 + 32;

    private const int Ethernet = 1500;

    /// <summary>What comes to the length of a sealed packet below IPsec, bytes: nothing over IPv6; over IPv4 it becomes shorter.</summary>
    public static int Overhead(Encapsulation encapsulation) => IsIpv4(encapsulation) ? -ProtectedPayload.Headroom : 0;

    /// <summary>
    /// Length of the largest sealed packet. Over IPv4 never below <see cref="OfMinimumPacket"/>: on a narrower path routers cut the frame. Over
    /// IPv6 IPsec itself has to cut (RFC 2473 7.1(b)).
    /// </summary>
    /// <param name="pathMtu">Largest frame that the path takes, bytes; 0: not known, Ethernet's 1500.</param>
    public static int Of(Encapsulation encapsulation, int pathMtu)
    {
        var mtu = (pathMtu == 0 ? Ethernet : pathMtu) - Overhead(encapsulation);
        return Math.Max(mtu, IsIpv4(encapsulation) ? OfMinimumPacket : Ipv6.MinimumMtu);
    }

    internal static bool DontFragment(int pathMtu) => pathMtu == 0 || pathMtu + ProtectedPayload.Headroom >= OfMinimumPacket;

    private static bool IsIpv4(Encapsulation encapsulation) => encapsulation is Encapsulation.Ipv4 or Encapsulation.UdpIpv4;
}
