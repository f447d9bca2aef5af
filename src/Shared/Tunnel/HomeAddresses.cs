using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>What one binding serves: the IPv6 home address, which names the binding, the IPv4 home address if there is one, and networks behind it.</summary>
/// <param name="Networks">Of a mobile router; null: none.</param>
public readonly record struct HomeAddresses(Ipv6Address Ipv6, Ipv4Address Ipv4, MobileNetworks? Networks = null)
{
    public bool HasIpv4 => !Ipv4.IsUnspecified;

    /// <summary>Flag L of the Binding Update: on the home link the link-local address of the same interface identifier is the mobile node's, too.</summary>
    public bool CoversLinkLocal { get; init; }

    /// <summary>Flag R of the Binding Update (RFC 3963): on the home link it counts as a router.</summary>
    public bool IsMobileRouter { get; init; }

    /// <summary>fe80::/64 and the interface identifier of the IPv6 home address (RFC 6275 10.3.1).</summary>
    public Ipv6Address LinkLocal => new(((UInt128)0xfe80 << 112) + (ulong)Ipv6.Value);
}
