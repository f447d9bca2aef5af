using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.NativeIpsec;

/// <summary>
/// Puts entries of <see cref="MobilityPolicies"/> into the kernel and takes them out. Where somebody else has an entry for the same traffic, that one
/// stays and ours is left out: the kernel would put ours in its place. One thread at a time.
/// </summary>
public sealed class InstalledPolicies
{
    private readonly XfrmNetlink _kernel;
    private readonly HashSet<(XfrmSelector, XfrmDirection)> _foreign = [];

    /// <summary>Looks at what is there, and removes what an earlier run of ours left behind.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public InstalledPolicies(XfrmNetlink kernel)
    {
        _kernel = kernel;
        foreach (var policy in kernel.GetPolicies())
        {
            if (PolicyPriority.IsOurs(policy.Priority)) kernel.EnsureNo(policy.Selector, policy.Direction);
            else _foreign.Add((policy.Selector, policy.Direction));
        }
    }

    /// <summary>Entries that were left to somebody else.</summary>
    public bool IsForeign(XfrmPolicy policy) => _foreign.Contains((policy.Selector, policy.Direction));

    public void Install(IEnumerable<XfrmPolicy> policies)
    {
        foreach (var policy in policies)
            if (!IsForeign(policy)) _kernel.Ensure(policy);
    }

    public void Remove(IEnumerable<XfrmPolicy> policies)
    {
        foreach (var policy in policies)
            if (!IsForeign(policy)) _kernel.EnsureNo(policy.Selector, policy.Direction);
    }
}
