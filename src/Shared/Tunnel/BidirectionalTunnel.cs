using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>One end's view of the bi-directional tunnel between home agent and mobile node (RFC 6275 10.4.2, 10.4.5; RFC 5555 2.3.2).</summary>
/// <param name="Encapsulation">Never <see cref="Encapsulation.Native"/>.</param>
/// <param name="Local">Our outer address.</param>
/// <param name="Remote">The peer's outer address: care-of address, or the NAT's, or the home agent.</param>
/// <param name="LocalPort">Our UDP port; 0 without UDP.</param>
/// <param name="RemotePort">The peer's UDP port; 0 without UDP.</param>
public readonly record struct BidirectionalTunnel(
    Encapsulation Encapsulation, IpAddress Local, IpAddress Remote, ushort LocalPort = 0, ushort RemotePort = 0);
