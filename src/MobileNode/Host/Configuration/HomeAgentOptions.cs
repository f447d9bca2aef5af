using DsMip.Wire;

namespace DsMip.MobileNode.Configuration;

/// <summary>What is known beforehand of a home agent that may be ours: an element of <c>HomeAgents</c>.</summary>
/// <param name="Ipv4Address">0.0.0.0: none.</param>
/// <param name="Keys">Of this home agent alone; null: keys are negotiated, or there are none.</param>
public sealed record HomeAgentOptions(Ipv6Address Address, Ipv4Address Ipv4Address, SignallingKeys? Keys);
