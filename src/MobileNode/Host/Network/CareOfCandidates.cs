using System.Collections.Immutable;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;

namespace DsMip.MobileNode.Network;

/// <summary>
/// What the protocol module may choose from: usable global addresses of interfaces that carry frames and have a default route of the family.
/// An interface with an on-link address of the home prefix is on the home link (RFC 6275 11.5.2).
/// </summary>
internal static class CareOfCandidates
{
    /// <param name="tunnelInterface">Index of our own TUN, which carries the home addresses always and is no place to be.</param>
    public static ImmutableArray<CareOfCandidate> Of(LinkSnapshot snapshot, MobileNodeOptions options, int tunnelInterface) =>
    [
        .. from link in snapshot.Links
        where link.IsRunning && !link.IsLoopback && link.Index != tunnelInterface
        where options.Interfaces.IsEmpty || options.Interfaces.Contains(link.Name)
        where options.Router?.Interfaces.Contains(link.Name) != true
        from address in snapshot.AddressesOf(link.Index)
        // The home agent defends the home address: that an address of the home prefix is taken says as well where we are (RFC 6275 11.5.5).
        where address.IsUsable || ((address.Flags & AddressFlags.DadFailed) != 0 && IsHome(address, options))
        // A privacy address is for connections that end soon; a binding lasts (RFC 6724 5, rule 7 the other way round).
        orderby (address.Flags & AddressFlags.Temporary) != 0 && address.Address.IsIpv6
        let candidate = Candidate(snapshot, link, address, options)
        where candidate is not null
        select candidate.Value,
    ];

    private static CareOfCandidate? Candidate(LinkSnapshot snapshot, Link link, InterfaceAddress address, MobileNodeOptions options)
    {
        if (IsHome(address, options)) return Home(link, address, options);
        if (snapshot.DefaultRoutes.Cast<DefaultRoute?>().FirstOrDefault(r => r!.Value.Family == address.Family && r.Value.InterfaceIndex == link.Index) is not { } route)
            return null;
        // A deprecated address still carries what it carries, but gives way to any other.
        var metric = (address.Flags & AddressFlags.Deprecated) != 0 ? uint.MaxValue : route.Metric;
        return new CareOfCandidate(address.Address, link.Index, AtHome: false, metric, Attachment(link, route));
    }

    private static bool IsHome(InterfaceAddress address, MobileNodeOptions options) => address.Address.IsIpv6 && options.HomePrefix.Contains(address.Address.AsIpv6);

    // On-link, so not a /128 that somebody put on a virtual interface, nor the one that we put on the home link.
    private static CareOfCandidate? Home(Link link, InterfaceAddress address, MobileNodeOptions options) =>
        address.PrefixLength < 128 ? new CareOfCandidate(options.HomeAddress, link.Index, AtHome: true, 0, link.CarrierLosses) : null;

    // Another router, or a carrier that was away, may mean another network behind the same address.
    private static ulong Attachment(Link link, DefaultRoute route) =>
        (ulong)(route.Gateway.Mapped.Value >> 64) ^ (ulong)route.Gateway.Mapped.Value ^ ((ulong)link.CarrierLosses << 48);
}
