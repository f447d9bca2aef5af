using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>An SA of the kernel's SAD between a home address and the home agent.</summary>
/// <param name="Source">The end that seals.</param>
/// <param name="Inbound">Seen from this machine.</param>
/// <param name="Selector">What it is for, for people to read.</param>
public sealed record KernelAssociation(
    XfrmStateId Id, IpAddress Source, Ipv6Address HomeAddress, AssociationPurpose Purpose, XfrmMode Mode, bool Inbound, string Selector)
{
    /// <summary>Some SAs for signalling are for acknowledgements only: then one SA is for each type of message.</summary>
    public bool CarriesBindingUpdates { get; init; }
}
