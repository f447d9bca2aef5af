namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>Where a policy is asked, by Linux's numbers (<c>XFRM_POLICY_*</c>).</summary>
public enum XfrmDirection : byte
{
    /// <summary>What is delivered to this machine.</summary>
    In = 0,

    /// <summary>What leaves it, forwarded or its own.</summary>
    Out = 1,

    /// <summary>What has come in to be forwarded.</summary>
    Forward = 2,
}
