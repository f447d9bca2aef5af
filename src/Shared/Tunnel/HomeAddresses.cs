using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>The addresses that one binding serves: the IPv6 home address, which names the binding, and the IPv4 home address if there is one.</summary>
public readonly record struct HomeAddresses(Ipv6Address Ipv6, Ipv4Address Ipv4)
{
    public bool HasIpv4 => !Ipv4.IsUnspecified;
}
