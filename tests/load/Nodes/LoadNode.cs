using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>A mobile node to be simulated: who it is, and the two SAs of its signalling (RFC 4877 4.1).</summary>
/// <param name="Ipv4HomeAddress">Null: it asks for none.</param>
/// <param name="BindingUpdate">SA mobile node to home agent.</param>
/// <param name="BindingAcknowledgement">SA home agent to mobile node.</param>
public sealed record LoadNode(
    Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress, SecurityAssociationParameters BindingUpdate,
    SecurityAssociationParameters BindingAcknowledgement);
