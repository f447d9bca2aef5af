using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>A mobile node as configured: who it is, and the SA pair that protects its signalling (RFC 4877 4.1).</summary>
/// <param name="Ipv4HomeAddress">Provisioned IPv4 home address; null: none, or leased on request.</param>
/// <param name="BindingUpdate">SA mobile node to home agent.</param>
/// <param name="BindingAcknowledgement">SA home agent to mobile node.</param>
public sealed record MobileNodeOptions(
    Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, SignallingAssociation BindingUpdate, SignallingAssociation BindingAcknowledgement);
