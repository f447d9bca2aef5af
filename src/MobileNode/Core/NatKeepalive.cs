using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>What the NAT Detection option of a Binding Acknowledgement asks for (RFC 5555 3.2.2, 4.3, 4.4.2).</summary>
public static class NatKeepalive
{
    /// <summary>NATKATIMEOUT (RFC 5555 6).</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(110);

    /// <summary>
    /// Payload goes in UDP. RFC 5555 has the option in every acknowledgement that comes by UDP (4.2), and UDP wherever there is the option (4.4.2); taken
    /// together, IP-in-IP would never be used. An option with neither flag F nor a keepalive interval is read as "no NAT".
    /// </summary>
    public static bool RequiresUdp(NatDetectionOption? option) => option is not null && (option.UdpRequired || IsNatDetected(option));

    public static bool IsNatDetected(NatDetectionOption? option) => option is not null && option.RefreshSeconds != NatDetectionOption.NoKeepaliveNeeded;

    /// <summary>Time between Binding Updates that keep the NAT's mapping; null: none needed. A refresh time of 0 is ignored.</summary>
    public static TimeSpan? Interval(NatDetectionOption? option)
    {
        if (!IsNatDetected(option)) return null;
        return option!.RefreshSeconds == 0 ? DefaultInterval : TimeSpan.FromSeconds(option.RefreshSeconds);
    }
}
