using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>What mobile nodes find where they attach.</summary>
/// <param name="InterfaceIndex">The interface they attach with; two networks with the same one exclude each other.</param>
/// <param name="Ipv6">The first subscriber's address; null: no IPv6 here.</param>
/// <param name="Ipv4">The first subscriber's address; null: no IPv4 here.</param>
/// <param name="Nat">For IPv4; null: the IPv4 address is public.</param>
/// <param name="Ipv6Works">False: there is an IPv6 address and a route, and what is sent gets lost.</param>
internal sealed record NetworkPlan(
    string Name, int InterfaceIndex, Ipv6Address? Ipv6, Ipv4Address? Ipv4, NatPlan? Nat = null, bool IsHome = false, bool Ipv6Works = true);

/// <param name="External">The public address; the spare one is taken when the NAT is renumbered.</param>
internal sealed record NatPlan(Ipv4Address External, Ipv4Address Spare, NatBehaviour Behaviour);
