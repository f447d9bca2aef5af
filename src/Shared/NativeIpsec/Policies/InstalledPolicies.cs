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
    /// <param name="wanted">What will be installed anyway, and so stays: between an entry and the next one for the same traffic nothing may pass.</param>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public InstalledPolicies(XfrmNetlink kernel, IEnumerable<XfrmPolicy>? wanted = null)
    {
        _kernel = kernel;
        var stays = (wanted ?? []).Select(Key).ToHashSet();
        foreach (var policy in Look())
            if (!stays.Contains(Key(policy))) kernel.EnsureNo(policy.Selector, policy.Direction);
    }

    /// <summary>Entries that were left to somebody else.</summary>
    public bool IsForeign(XfrmPolicy policy) => _foreign.Contains(Key(policy));

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

    /// <summary>Installs what somebody has taken away; and where somebody has put an entry of his own since, that one is his from now on.</summary>
    public void PutBack(IEnumerable<XfrmPolicy> policies)
    {
        var present = Look().Select(Key).ToHashSet();
        Install(policies.Where(policy => !present.Contains(Key(policy))));
    }

    /// <summary>Entries of ours; others are noted.</summary>
    private List<XfrmPolicy> Look()
    {
        var policies = _kernel.GetPolicies();
        _foreign.Clear();
        foreach (var policy in policies)
            if (!PolicyPriority.IsOurs(policy.Priority)) _foreign.Add(Key(policy));
        policies.RemoveAll(IsForeign);
        return policies;
    }

    // By these the kernel tells one from another.
    private static (XfrmSelector, XfrmDirection) Key(XfrmPolicy policy) => (policy.Selector, policy.Direction);
}
