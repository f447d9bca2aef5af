using DsMip.MobileNode.Core.Names;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>What a mobile node knows of itself and of its home agent before it sends anything.</summary>
/// <param name="HomeAddress">The IPv6 home address.</param>
/// <param name="HomeAgent">The home agent's IPv6 address.</param>
/// <param name="HomeAgentIpv4">The home agent's IPv4 address; unspecified if it has none, and then no IPv4 care-of address is used.</param>
/// <param name="Ipv4Home">The static IPv4 home address; 0.0.0.0 asks for a dynamic one (RFC 5555 3.1.1); null: none wanted.</param>
/// <param name="Lifetime">Lifetime to ask for; at least one unit.</param>
/// <param name="ForceUdp">Set flag F in every Binding Update from an IPv4 care-of address (RFC 5555 4.4.1).</param>
/// <param name="HomePrefix">An address in here is no care-of address; null: only the home address itself is none.</param>
/// <param name="KeyManagementMobility">Set flag K: keys come from a key management protocol that survives a movement (RFC 6275 11.7.1).</param>
public sealed record HomeRegistrationSettings(
    Ipv6Address HomeAddress, Ipv6Address HomeAgent, Ipv4Address HomeAgentIpv4, Ipv4Address? Ipv4Home, BindingLifetime Lifetime, bool ForceUdp = false,
    Ipv6Prefix? HomePrefix = null, bool KeyManagementMobility = false)
{
    /// <summary>Null: it is a mobile host.</summary>
    public MobileRouterSettings? Router { get; init; }

    /// <summary>Null: the home address gets no name.</summary>
    public NameSettings? Name { get; init; }

    public InteroperabilityOptions Interoperability { get; init; } = InteroperabilityOptions.Default;
}
