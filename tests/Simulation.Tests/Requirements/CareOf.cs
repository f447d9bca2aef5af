using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Where a mobile node can be: care-of address and encapsulation as the home agent's binding has them.</summary>
internal static class CareOf
{
    public static readonly BidirectionalTunnel Ipv6 = new(Encapsulation.Ipv6, World.Place.HomeAgent, Ipv6Address.Parse("2001:db8:a::7"));
    public static readonly BidirectionalTunnel OtherIpv6 = new(Encapsulation.Ipv6, World.Place.HomeAgent, Ipv6Address.Parse("2001:db8:b::7"));
    public static readonly BidirectionalTunnel Ipv4 = new(Encapsulation.Ipv4, World.Place.HomeAgentIpv4, Ipv4Address.Parse("192.0.2.7"));

    public static readonly BidirectionalTunnel Nat =
        new(Encapsulation.UdpIpv4, World.Place.HomeAgentIpv4, Ipv4Address.Parse("203.0.113.7"), Port.DsMip, 40_007);

    public static readonly BidirectionalTunnel[] All = [Ipv6, OtherIpv6, Ipv4, Nat];

    public static IpAddress Destination(ReadOnlySpan<byte> frame) => InnerPacket.TryReadDestination(frame, out var destination) ? destination : default;
}
