using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>An address that could serve as care-of address now: global, past Duplicate Address Detection, on a link with carrier and default route.</summary>
/// <param name="Address">Of either family; the IPv6 home address itself when <paramref name="AtHome"/>.</param>
/// <param name="InterfaceIndex">The interface that holds it and that packets from it leave by.</param>
/// <param name="AtHome">The interface is on the home link (RFC 6275 11.5.2).</param>
/// <param name="Metric">Of the default route; the lower is preferred within a family.</param>
/// <param name="Attachment">Names the point of attachment: another value means that the link moved though the address is the same, as with two
/// networks that use the same private addresses (RFC 5555 4.4.4).</param>
/// <param name="ValidUntil">End of the valid lifetime of the address; null if it has none (RFC 6275 11.7.1: no binding outlives its care-of address).</param>
public readonly record struct CareOfCandidate(
    IpAddress Address, int InterfaceIndex, bool AtHome = false, uint Metric = 0, ulong Attachment = 0, DateTimeOffset? ValidUntil = null)
{
    public BindingUpdatePath Path => new(Address.IsIpv4 ? Tunnel.Encapsulation.UdpIpv4 : Tunnel.Encapsulation.Native, Address, InterfaceIndex, AtHome, Attachment);
}
