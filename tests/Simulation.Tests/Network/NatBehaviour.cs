namespace DsMip.Simulation.Tests.Network;

/// <summary>What a mapping, or the permission to come in by it, depends on (RFC 4787 4.1, 5).</summary>
internal enum Dependence { EndpointIndependent, AddressDependent, AddressAndPortDependent }

/// <summary>A NAT in the terms of RFC 4787.</summary>
/// <param name="PortPreservation">The external port is the internal one if that is free, else random (RFC 4787 4.2.1).</param>
/// <param name="Timeout">A mapping without traffic lives that long (RFC 4787 4.3).</param>
/// <param name="InboundRefresh">Inbound traffic keeps a mapping alive, too.</param>
internal sealed record NatBehaviour(Dependence Mapping, Dependence Filtering, bool PortPreservation, TimeSpan Timeout, bool InboundRefresh);
