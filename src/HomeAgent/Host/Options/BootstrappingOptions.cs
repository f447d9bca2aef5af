using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Mobile nodes ask IKE for their home address (RFC 5026 5.3.1): those of <c>MobileNodes</c> for the configured one, others for one of a pool.</summary>
/// <param name="Pool">Home addresses for who comes first; null: there are configured ones only.</param>
/// <param name="LeaseTime">How long an address that is neither bound nor has keys stays the one of its mobile node.</param>
/// <param name="Peers">Who may have one of the pool.</param>
public sealed record BootstrappingOptions(Ipv6Prefix? Pool, TimeSpan LeaseTime, ImmutableArray<BootstrapPeerOptions> Peers);

/// <summary>A mobile node without a home address of its own.</summary>
public sealed record BootstrapPeerOptions(IkePeerOptions Ike, bool ProtectPayload);
