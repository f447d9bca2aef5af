using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// What the home agent remembers of one home registration (RFC 6275 9.1, 10.3; RFC 5555 2.3, 4.5). Immutable: a decision yields a new one.
/// </summary>
/// <param name="CareOfAddress">The care-of address the mobile node says it has: Alternate Care-of Address, IPv6 source, or IPv4 Care-of Address option.</param>
/// <param name="Ingress">How the accepted Binding Update reached us; the tunnel to the mobile node follows from it.</param>
/// <param name="Encapsulation">The encapsulation of payload decided for this binding.</param>
/// <param name="NatDetected">The outer IPv4 source differed from the IPv4 Care-of Address option (RFC 5555 4.5).</param>
/// <param name="Ipv4Home">The bound IPv4 home address; null without an IPv4 binding. A deregistered entry keeps what was bound, for its removal.</param>
/// <param name="Expires">End of the granted lifetime. For a deregistered entry: the moment it may be forgotten (RFC 6275 10.3.2).</param>
/// <param name="Deregistered">No binding any more; kept so that a delayed Binding Update is still answered with status 135.</param>
/// <param name="Networks">Prefixes behind a mobile router, for which packets are forwarded too; null: none. Kept likewise.</param>
/// <param name="Ipv4PrefixLeased">The IPv4 prefixes among them are leased rather than configured.</param>
public sealed record BindingCacheEntry(
    Ipv6Address HomeAddress,
    IpAddress CareOfAddress,
    Ingress Ingress,
    Encapsulation Encapsulation,
    bool NatDetected,
    BindingUpdateFlags Flags,
    SequenceNumber Sequence,
    BindingLifetime Lifetime,
    DateTimeOffset Expires,
    Ipv4HomeBinding? Ipv4Home = null,
    bool Deregistered = false,
    MobileNetworks? Networks = null,
    bool Ipv4PrefixLeased = false)
{
    /// <summary>In progress; or, once deregistered, what ended the binding. Null: nobody has revoked it.</summary>
    public RevocationState? Revocation { get; init; }

    /// <summary>Null: the mobile node is welcome to stay.</summary>
    public SwitchState? Switch { get; init; }

    /// <summary>
    /// The tunnel that payload takes; null when deregistered. Over IPv6 it ends at the care-of address, which may differ from the source of the
    /// Binding Update (RFC 6275 9.5.1); over IPv4 at the outer source, since the care-of address may lie behind a NAT (RFC 5555 4.2).
    /// </summary>
    public BidirectionalTunnel? Tunnel => Deregistered
        ? null
        : new BidirectionalTunnel(
            Encapsulation, Ingress.Local, Encapsulation == Encapsulation.Ipv6 ? CareOfAddress : Ingress.Remote,
            Encapsulation == Encapsulation.UdpIpv4 ? Ingress.LocalPort : (ushort)0,
            Encapsulation == Encapsulation.UdpIpv4 ? Ingress.RemotePort : (ushort)0);

    public HomeAddresses HomeAddresses => new(HomeAddress, Ipv4Home?.Address ?? default, Networks)
    {
        CoversLinkLocal = (Flags & BindingUpdateFlags.LinkLocalAddressCompatibility) != 0,
        IsMobileRouter = (Flags & BindingUpdateFlags.MobileRouter) != 0,
    };
}
