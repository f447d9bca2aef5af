using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.NativeIpsec;

/// <summary>
/// The SPD of RFC 4877 7 for one home address, in the kernel's terms. It names the home address and the home agent only: neither a care-of address nor
/// an interface (Req 1 and 2 of the draft). Priorities make signalling come first and everything else last.
/// </summary>
/// <remarks>
/// What comes in is selected without the type of the Mobility Header: Linux 6.1 reads it from a wrong place there. What goes out is selected by type,
/// with an entry for all other types behind, so that no Mobility Header between the two is ever in the clear.
/// </remarks>
public static class MobilityPolicies
{
    /// <summary>Signalling and prefix discovery: in force for as long as the node is known.</summary>
    public static IReadOnlyList<XfrmPolicy> Permanent(bool atHomeAgent, Ipv6Address homeAgent, Ipv6Address homeAddress)
    {
        var ends = new ProtectedEnds(atHomeAgent, homeAgent, homeAddress);
        var local = NetworkPrefix.Host(ends.Local);
        var remote = NetworkPrefix.Host(ends.Remote);
        var signalling = new XfrmSelector(local, remote, IpProtocol.MobilityHeader);
        var discovery = new XfrmSelector(local, remote, IpProtocol.Icmpv6);
        return
        [
            ends.Outbound(Type(signalling, atHomeAgent ? MobilityHeaderType.BindingAcknowledgement : MobilityHeaderType.BindingUpdate),
                PolicyPriority.Signalling, AssociationPurpose.Signalling),
            ends.Outbound(signalling, PolicyPriority.AnySignalling, AssociationPurpose.Signalling),
            ends.Inbound(signalling, PolicyPriority.AnySignalling, AssociationPurpose.Signalling),
            ends.Outbound(Type(discovery, atHomeAgent ? Icmpv6Type.MobilePrefixAdvertisement : Icmpv6Type.MobilePrefixSolicitation),
                PolicyPriority.PrefixDiscovery, AssociationPurpose.PrefixDiscovery),
            ends.Inbound(Type(discovery, atHomeAgent ? Icmpv6Type.MobilePrefixSolicitation : Icmpv6Type.MobilePrefixAdvertisement),
                PolicyPriority.PrefixDiscovery, AssociationPurpose.PrefixDiscovery),
        ];
    }

    /// <summary>Return routability, and the payload if it is to be protected: in force while the node is away and bound.</summary>
    public static IReadOnlyList<XfrmPolicy> WhileAway(bool atHomeAgent, Ipv6Address homeAgent, HomeAddresses home, bool payload)
    {
        var ends = new ProtectedEnds(atHomeAgent, homeAgent, home.Ipv6);
        var policies = new List<XfrmPolicy>();
        var mobilityHeaders = ends.Tunnelled(NetworkPrefix.Host(home.Ipv6), NetworkPrefix.DefaultIpv6, IpProtocol.MobilityHeader);
        // The home agent forwards what correspondent nodes send, and the type of that is not to be selected by.
        if (!atHomeAgent)
            policies.Add(ends.Outbound(Type(mobilityHeaders, MobilityHeaderType.HomeTestInit), PolicyPriority.ReturnRoutability, AssociationPurpose.ReturnRoutability));
        Add(policies, ends, mobilityHeaders, PolicyPriority.AnyReturnRoutability, AssociationPurpose.ReturnRoutability);
        if (!payload) return policies;
        policies.AddRange(NeighborDiscovery(ends));
        if (!atHomeAgent) policies.AddRange(ToItself(home.Ipv6));
        Add(policies, ends, ends.Tunnelled(NetworkPrefix.Host(home.Ipv6), NetworkPrefix.DefaultIpv6), PolicyPriority.Payload, AssociationPurpose.Payload);
        if (home.HasIpv4)
            Add(policies, ends, ends.Tunnelled(NetworkPrefix.Host(home.Ipv4), NetworkPrefix.DefaultIpv4), PolicyPriority.Payload, AssociationPurpose.Payload);
        return policies;
    }

    private static void Add(List<XfrmPolicy> policies, in ProtectedEnds ends, XfrmSelector outbound, uint priority, AssociationPurpose purpose)
    {
        policies.Add(ends.Outbound(outbound, priority, purpose));
        var inbound = ends.Inbound(outbound, priority, purpose);
        policies.Add(inbound);
        // What a mobile node gets out of the tunnel ends there; at the home agent most of it goes on.
        if (ends.AtHomeAgent) policies.Add(inbound with { Direction = XfrmDirection.Forward });
    }

    /// <summary>
    /// A node that comes home looks for the home agent's link-layer address, and the home agent for the node's, before the binding ends.
    /// Nothing else passes by these: Neighbor Discovery that a router has forwarded is not taken (RFC 4861 7.1).
    /// </summary>
    private static IEnumerable<XfrmPolicy> NeighborDiscovery(ProtectedEnds ends)
    {
        foreach (var type in (Icmpv6Type[])[Icmpv6Type.NeighborSolicitation, Icmpv6Type.NeighborAdvertisement])
        {
            var outbound = Type(ends.Tunnelled(NetworkPrefix.Host(ends.HomeAddress), NetworkPrefix.DefaultIpv6, IpProtocol.Icmpv6), type);
            yield return new XfrmPolicy(outbound, XfrmDirection.Out, PolicyPriority.NeighborDiscovery);
            yield return new XfrmPolicy(
                outbound with { Source = outbound.Destination, Destination = outbound.Source }, XfrmDirection.In, PolicyPriority.NeighborDiscovery);
        }
    }

    /// <summary>Programs of the mobile node that talk to each other by the home address. (For IPv4 the kernel asks no policy on loopback.)</summary>
    private static IEnumerable<XfrmPolicy> ToItself(Ipv6Address homeAddress)
    {
        var self = new XfrmSelector(NetworkPrefix.Host(homeAddress), NetworkPrefix.Host(homeAddress));
        yield return new XfrmPolicy(self, XfrmDirection.Out, PolicyPriority.Itself);
        yield return new XfrmPolicy(self, XfrmDirection.In, PolicyPriority.Itself);
    }

    private static XfrmSelector Type(XfrmSelector selector, MobilityHeaderType type) => selector with { SourcePort = (ushort)type };

    private static XfrmSelector Type(XfrmSelector selector, Icmpv6Type type) => selector with { SourcePort = (ushort)type };
}
