using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Hop Limit of IPv6 (RFC 8200 3), Time to Live of IPv4 (RFC 1812 5.3.1).</summary>
internal static class HopLimit
{
    /// <summary>True if a packet may be forwarded once more.</summary>
    public static bool CanDecrement(Span<byte> packet) =>
        (IpVersion.Of(packet) == 4 ? new Ipv4View(packet).TimeToLive : new Ipv6View(packet).HopLimit) > 1;

    public static void Decrement(Span<byte> packet)
    {
        if (IpVersion.Of(packet) == 4)
        {
            var ipv4 = new Ipv4View(packet);
            ipv4.TimeToLive--;
        }
        else
        {
            var ipv6 = new Ipv6View(packet);
            ipv6.HopLimit--;
        }
    }
}
