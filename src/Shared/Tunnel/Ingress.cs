using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// How a packet reached us, recorded before IPsec sees it (Req 4 of the draft) and used to answer by the very same way.
/// Nothing here is authenticated.
/// </summary>
/// <param name="Encapsulation">The outer headers that were removed.</param>
/// <param name="Local">Outer destination address: ours.</param>
/// <param name="Remote">Outer source address: the care-of address, or the NAT's address.</param>
/// <param name="RemotePort">Outer UDP source port; 0 without UDP.</param>
/// <param name="LocalPort">Outer UDP destination port; 0 without UDP.</param>
/// <param name="HomeAddressOption">The packet carried a Home Address option (RFC 6275 6.3); the answer then carries a type 2 routing header. At the mobile node: it carried that header.</param>
/// <param name="Edge">Which of several edges it came in by, counted from 1; 0: the one that has it.</param>
public readonly record struct Ingress(
    Encapsulation Encapsulation, IpAddress Local, IpAddress Remote, ushort RemotePort = 0, ushort LocalPort = 0, bool HomeAddressOption = false, ushort Edge = 0);
