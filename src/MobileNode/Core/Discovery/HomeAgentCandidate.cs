using DsMip.Wire;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>A home agent that may be ours.</summary>
/// <param name="Ipv4">0.0.0.0: it has none, or nobody has told.</param>
public readonly record struct HomeAgentCandidate(Ipv6Address Address, Ipv4Address Ipv4 = default);
