using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>New addresses for the states and the template of a policy (<c>struct xfrm_user_migrate</c>). SPIs, keys and sequence numbers stay.</summary>
/// <param name="Reqid">0: of any.</param>
public sealed record XfrmMigration(
    XfrmMode Mode, uint Reqid, IpAddress OldSource, IpAddress OldDestination, IpAddress NewSource, IpAddress NewDestination)
{
    internal WireMigration ToWire() => new()
    {
        Protocol = IpProtocol.Esp,
        Mode = (byte)Mode,
        Reqid = Reqid,
        OldFamily = (ushort)OldDestination.FamilyOf(),
        OldSource = XfrmAddress.Of(OldSource),
        OldDestination = XfrmAddress.Of(OldDestination),
        NewFamily = (ushort)NewDestination.FamilyOf(),
        NewSource = XfrmAddress.Of(NewSource),
        NewDestination = XfrmAddress.Of(NewDestination),
    };
}
