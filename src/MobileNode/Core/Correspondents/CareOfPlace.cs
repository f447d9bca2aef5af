using DsMip.Wire;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>The care-of address that the home agent has bound.</summary>
/// <param name="InterfaceIndex">That holds it.</param>
/// <param name="Expires">When the home registration ends: no correspondent is told a later time (RFC 6275 11.7.2).</param>
public readonly record struct CareOfPlace(Ipv6Address CareOf, int InterfaceIndex, DateTimeOffset Expires);

/// <summary>Where the mobile node is, as far as correspondents are concerned.</summary>
public enum Whereabouts : byte
{
    /// <summary>There is no binding in force: nothing is sent.</summary>
    Unknown = 0,

    /// <summary>Bound to an IPv6 care-of address: the only place from where routes are optimized.</summary>
    Away,

    /// <summary>Bound to an IPv4 care-of address (RFC 5555 2.4): correspondents are told to forget the last one, by the tunnel.</summary>
    AwayOverIpv4,

    /// <summary>At home, and the home agent knows it: likewise.</summary>
    Home,
}
