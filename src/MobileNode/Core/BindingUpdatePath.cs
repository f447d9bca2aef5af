using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>The way a Binding Update takes, whatever way data takes at that time (Req 3 of the draft).</summary>
/// <param name="Encapsulation"><see cref="Encapsulation.Native"/> over IPv6, <see cref="Encapsulation.UdpIpv4"/> over IPv4: always UDP, so that every
/// Binding Update looks for a NAT again (RFC 5555 4.2).</param>
/// <param name="Source">Outer source: the care-of address, or the home address at home.</param>
/// <param name="InterfaceIndex">The interface to leave by.</param>
/// <param name="AtHome">No Home Address option; the source is the home address (RFC 6275 11.5.5).</param>
/// <param name="Attachment">See <see cref="CareOfCandidate"/>.</param>
public readonly record struct BindingUpdatePath(
    Encapsulation Encapsulation, IpAddress Source, int InterfaceIndex, bool AtHome = false, ulong Attachment = 0)
{
    /// <summary>The packet carries a Home Address option.</summary>
    public bool HomeAddressOption => Encapsulation == Encapsulation.Native && !AtHome;
}
