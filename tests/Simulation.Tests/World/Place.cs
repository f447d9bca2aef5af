using DsMip.Wire;

namespace DsMip.Simulation.Tests.World;

/// <summary>The fixed addresses of the simulated world.</summary>
internal static class Place
{
    public static readonly Ipv6Prefix HomePrefix = Ipv6Prefix.Parse("2001:db8:1::/64");
    public static readonly Ipv4Prefix Ipv4HomePrefix = Ipv4Prefix.Parse("10.10.0.0/16");
    public static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("198.51.100.1");
    public static readonly Ipv6Address FirstHomeAddress = Ipv6Address.Parse("2001:db8:1::100");
    public static readonly Ipv4Address FirstIpv4HomeAddress = Ipv4Address.Parse("10.10.0.5");
    public static readonly Ipv6Address Correspondent = Ipv6Address.Parse("2001:db8:9::9");
    public static readonly Ipv4Address CorrespondentIpv4 = Ipv4Address.Parse("198.51.100.99");
    public static readonly Ipv6Address Attacker = Ipv6Address.Parse("2001:db8:bad::1");
    public static readonly Ipv4Address AttackerIpv4 = Ipv4Address.Parse("198.51.100.66");
}
