using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>The two ends of every SA of a home address, seen from one of them.</summary>
internal readonly record struct ProtectedEnds(bool AtHomeAgent, Ipv6Address HomeAgent, Ipv6Address HomeAddress)
{
    internal Ipv6Address Local => AtHomeAgent ? HomeAgent : HomeAddress;
    internal Ipv6Address Remote => AtHomeAgent ? HomeAddress : HomeAgent;

    /// <summary>Outbound traffic between what belongs to the home address and the rest of the world.</summary>
    internal XfrmSelector Tunnelled(NetworkPrefix home, NetworkPrefix world, byte protocol = 0) =>
        AtHomeAgent ? new XfrmSelector(world, home, protocol) : new XfrmSelector(home, world, protocol);

    internal XfrmPolicy Outbound(XfrmSelector selector, uint priority, AssociationPurpose purpose) =>
        new(selector, XfrmDirection.Out, priority) { Template = Template(Local, Remote, purpose) };

    /// <param name="selector">As of the way out, or with types as of the way in.</param>
    internal XfrmPolicy Inbound(XfrmSelector selector, uint priority, AssociationPurpose purpose) =>
        new(selector with { Source = selector.Destination, Destination = selector.Source }, XfrmDirection.In, priority)
        {
            Template = Template(Remote, Local, purpose),
        };

    private XfrmTemplate Template(Ipv6Address source, Ipv6Address destination, AssociationPurpose purpose)
    {
        var mode = purpose is AssociationPurpose.Signalling or AssociationPurpose.PrefixDiscovery ? XfrmMode.Transport : XfrmMode.Tunnel;
        return new XfrmTemplate(mode, source, destination, SignallingReqids.Of(HomeAddress, purpose));
    }
}
