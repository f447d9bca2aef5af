using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The way of key exchange over the home address while there is no tunnel that leads anywhere: that of Binding Updates, in a tunnel that ends where
/// they end, which the home agent admits for nothing else.
/// </summary>
internal static class PreBindingPath
{
    /// <summary>Null: at home no tunnel is needed.</summary>
    public static BidirectionalTunnel? Of(in SignallingPath path, Ipv6Address homeAddress, Ipv6Address homeAgent)
    {
        // Over IPv4 everything is in UDP, and so is signalling.
        if (path.CareOfAddress.IsIpv4)
            return new BidirectionalTunnel(Encapsulation.UdpIpv4, path.CareOfAddress, path.HomeAgent, path.LocalPort, Port.DsMip);
        return path.CareOfAddress == homeAddress ? null : new BidirectionalTunnel(Encapsulation.Ipv6, path.CareOfAddress, homeAgent);
    }
}
