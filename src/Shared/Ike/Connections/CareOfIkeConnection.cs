using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>
/// The alternatives of RFC 4877 and RFC 5555, where IKE runs from the care-of address and has to be told of moves: by the K bit, or by MOBIKE. They
/// do not work from behind an IPv4 NAT: charon then puts the NAT's addresses into transport mode selectors. The daemons do not use them; tests show
/// that charon can.
/// </summary>
public static class CareOfIkeConnection
{
    /// <summary>
    /// The same security associations, between home address and home agent, made by an IKE SA between care-of address and home agent. At a move the
    /// kernel's MIGRATE message with the new endpoints (<c>XFRMA_KMADDRESS</c>) tells each charon: that is what the K bit promises. Needs
    /// <c>charon.plugins.kernel-netlink.roam_events = no</c>, or the mobile node's charon begins anew when its address goes.
    /// </summary>
    /// <param name="atHomeAgent">The end that does not know where the other one is, and so does not ask first.</param>
    public static IkeConnection Proxied(IkeConnection connection, bool atHomeAgent) => connection with
    {
        Local = atHomeAgent ? connection.Local : null,
        Remote = atHomeAgent ? null : connection.Remote,
        Children = [.. connection.Children.Select(child => Proxied(child, atHomeAgent))],
    };

    /// <summary>
    /// Payload protected between care-of address and home agent, and moved by MOBIKE: charon's own tunnel with charon's own policies, which takes the
    /// tunnel interface module's place for payload. Needs <c>roam_events = yes</c>, the default.
    /// </summary>
    public static IkeConnection MobikePayload(MobileIkePair pair, IkeAuthentication authentication, bool atHomeAgent)
    {
        string[] node = pair.Ipv4HomeAddress is { } ipv4 ? [$"{pair.HomeAddress}/128", $"{ipv4}/32"] : [$"{pair.HomeAddress}/128"];
        string[] all = pair.Ipv4HomeAddress is null ? ["::/0"] : ["::/0", "0.0.0.0/0"];
        var child = atHomeAgent
            ? new IkeChild(MobileIkeConnection.PayloadChild, true, null, all, node) { Start = IkeStart.Never }
            : new IkeChild(MobileIkeConnection.PayloadChild, true, null, node, all) { Start = IkeStart.AtOnce };
        IpAddress agent = pair.HomeAgent;
        return new IkeConnection(
            MobileIkeConnection.NameOf(pair.HomeAddress) + "-mobike", atHomeAgent ? agent : null, atHomeAgent ? null : agent, authentication, [child])
        {
            UsesMobike = true,
        };
    }

    private static IkeChild Proxied(IkeChild child, bool atHomeAgent) =>
        child with { IsProxied = !child.IsTunnel, Start = atHomeAgent ? IkeStart.Never : child.Start };
}
