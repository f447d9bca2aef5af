using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Steering;

/// <summary>Edge to edge: ESP that somebody sent to the home agent, and that only your kernel can open. Never sent on by the edge that gets it.</summary>
/// <param name="From">Name of the edge that it came in by.</param>
/// <param name="Ingress">How it came in there.</param>
/// <param name="Packet">From its IPv6 header on, tunnel headers and Home Address option removed.</param>
/// <param name="Since">When it came, by the clock of whoever reads this: its age crosses, not the time.</param>
public sealed record SteeredFrame(string From, Ingress Ingress, byte[] Packet, DateTimeOffset Since);

/// <summary>Back to the edge that the frame came in by: the sealed answer, to leave by the way that the frame came.</summary>
public sealed record SteeredAnswer(Ingress Ingress, byte[] Packet);
