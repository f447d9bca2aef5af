using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>A mobile node as configured: who it is, and where the keys of its SAs come from.</summary>
/// <param name="Ipv4HomeAddress">Provisioned IPv4 home address; null: none, or leased on request.</param>
/// <param name="Keys">Keys by hand; null: <paramref name="Ike"/> is there, or nothing protects its signalling.</param>
/// <param name="Ike">Keys are negotiated; null: <paramref name="Keys"/> are there.</param>
/// <param name="ProtectPayload">Payload in the tunnel is ESP, or dropped.</param>
/// <param name="Networks">The mobile network prefixes that are its own (the Prefix Table of RFC 3963 6.1.2); null: none.</param>
public sealed record MobileNodeOptions(
    Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, SignallingKeys? Keys, IkePeerOptions? Ike = null, bool ProtectPayload = false,
    MobileNetworks? Networks = null)
{
    /// <summary>Its name in the DNS, if keys are by hand; null: none.</summary>
    public string? DnsName { get; init; }

    /// <summary>It has no SA: only with <see cref="HomeAgentOptions.AcceptUnprotectedSignalling"/>.</summary>
    public bool IsUnprotected => Keys is null && Ike is null;
}
