using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>The IPv4 side of a binding (RFC 5555 2.3.1).</summary>
/// <param name="PrefixLength">32 for a single address.</param>
/// <param name="Dynamic">Leased in answer to 0.0.0.0 rather than provisioned.</param>
public sealed record Ipv4HomeBinding(Ipv4Address Address, byte PrefixLength, bool Dynamic);
