using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Which care-of address a Binding Update asks for (RFC 6275 9.5.1; RFC 5555 3.1.2). Over IPv4 it is the IPv4 Care-of Address option, whatever
/// else is said; over IPv6 the Alternate Care-of Address option, else the source.
/// </summary>
internal static class CareOfAddressSelection
{
    /// <summary>The care-of address, or <see cref="IpAddress.None"/> if the Binding Update does not name one.</summary>
    public static IpAddress Select(BindingRequest request)
    {
        var options = request.Update.Options;
        if (OverIpv4(request) && options.Find<Ipv4CareOfAddressOption>() is { } ipv4) return ipv4.CareOfAddress;
        if (options.Find<AlternateCareOfAddressOption>() is { } alternate) return alternate.CareOfAddress;

        // In a tunnel the source of the message is the home address and the outer source is no part of the message: neither will do.
        return request.Ingress.Encapsulation == Encapsulation.Native && MayGoWithoutOption(request) ? request.Ingress.Remote : IpAddress.None;
    }

    // ESP does not cover the source address, but for the home address, which belongs to the SA (RFC 6275 11.7.1).
    private static bool MayGoWithoutOption(BindingRequest request) =>
        !request.Policy.Interoperability.RequireAlternateCareOfAddress || request.Ingress.Remote == request.HomeAddress;

    /// <summary>
    /// RFC 6275 6.1.7: unicast routable, of the family it came in by. Refused too: our own address and an address of the home prefix, whose
    /// packets would come back to us and be tunnelled again, the IPv4 home address (RFC 5555 4.4.4: no return home over IPv4), and an address of its own
    /// mobile network, which would be behind itself.
    /// </summary>
    public static bool IsUsable(BindingRequest request, IpAddress careOf) =>
        careOf.IsUnicastRoutable
        && careOf.IsIpv4 == OverIpv4(request)
        && careOf != request.Ingress.Local
        && !(careOf.IsIpv6 && request.Policy.HomePrefix.Contains(careOf.AsIpv6))
        && !IsInOwnNetwork(request.Policy, careOf)
        && !IsIpv4Home(request, careOf)
        && !IsIpv4Home(request, request.Ingress.Remote);

    public static bool OverIpv4(BindingRequest request) => request.Ingress.Remote.IsIpv4;

    private static bool IsInOwnNetwork(HomePolicy policy, IpAddress address) => address.IsIpv4
        ? policy.Ipv4Prefixes.Any(prefix => prefix.Contains(address.AsIpv4))
        : policy.MobileNetworkPrefixes.Any(prefix => prefix.Contains(address.AsIpv6));

    private static bool IsIpv4Home(BindingRequest request, IpAddress address) =>
        address.IsIpv4 && address.AsIpv4 == request.Policy.Ipv4Assigned?.Address;
}
