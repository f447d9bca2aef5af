namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>How a state protects, by Linux's numbers (<c>XFRM_MODE_*</c>).</summary>
public enum XfrmMode : byte
{
    Transport = 0,
    Tunnel = 1,
}
