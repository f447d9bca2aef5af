using DsMip.HomeAgent.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>What the home agent allows one mobile node. Everything the decision needs to know beside the message.</summary>
/// <param name="HomePrefix">Home addresses outside it are refused with status 132.</param>
/// <param name="Provisioned">This home address belongs to a mobile node we know; otherwise status 133.</param>
/// <param name="MaximumLifetime">Granted lifetimes never exceed it.</param>
/// <param name="NatRefresh">Refresh time of the NAT Detection option; null: all ones, no keepalive.</param>
/// <param name="ForceUdp">Answer every IPv4 care-of address with the F flag of the NAT Detection option.</param>
/// <param name="AllowUdpRequest">Honour the F flag of a Binding Update; otherwise status 144.</param>
/// <param name="Ipv4Assigned">The IPv4 home address provisioned for or leased to this home address; null: none.</param>
/// <param name="Ipv4Dynamic">How an IPv4 Home Address option of 0.0.0.0 ended when the lease store was asked; null when it was not asked.</param>
/// <param name="KeyManagementMobility">Its SAs come from a key management whose endpoint moves with the mobile node (K, RFC 6275 10.3.1).</param>
/// <param name="Uniqueness">Of the home address, as far as a binding that is not there yet depends on it.</param>
/// <param name="Prefix">The prefix of the home address, with its lifetimes; null: it has none, and they are without end.</param>
public sealed record HomePolicy(
    Ipv6Prefix HomePrefix,
    bool Provisioned,
    BindingLifetime MaximumLifetime,
    TimeSpan? NatRefresh,
    bool ForceUdp,
    bool AllowUdpRequest,
    Ipv4HomeBinding? Ipv4Assigned,
    Ipv4AddressStatus? Ipv4Dynamic = null,
    bool KeyManagementMobility = false,
    HomeAddressUniqueness Uniqueness = HomeAddressUniqueness.NotAsked,
    HomeNetworkPrefix? Prefix = null)
{
    /// <summary>The home link has a prefix that is valid; otherwise status 131: this is a home agent for nobody.</summary>
    public bool IsHomeAgent { get; init; } = true;

    public InteroperabilityOptions Interoperability { get; init; } = InteroperabilityOptions.Default;

    /// <summary>Mobile routers are served; otherwise flag R gets status 140.</summary>
    public bool MobileRouters { get; init; }

    /// <summary>The prefixes of this mobile router (the Prefix Table of RFC 3963 6.1.2).</summary>
    public ValueArray<Ipv6Prefix> MobileNetworkPrefixes { get; init; }

    /// <summary>The IPv4 prefixes configured for or leased to this home address.</summary>
    public ValueArray<Ipv4Prefix> Ipv4Prefixes { get; init; }

    /// <summary>They are leased.</summary>
    public bool Ipv4PrefixLeased { get; init; }

    /// <summary>The name that this mobile node may have its home address under in the DNS; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>How the update of the DNS ended that this Binding Update asks for; null: it was not done yet.</summary>
    public DnsUpdateStatus? NameUpdated { get; init; }

    /// <summary>How a request for an IPv4 prefix ended when the lease store was asked; null when it was not asked.</summary>
    public Ipv4AddressStatus? Ipv4PrefixDynamic { get; init; }
}
