using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.NativeIpsec;

/// <summary>The kernel's policies by the number that ties them to states; 0 in a template fits any state.</summary>
internal sealed class PolicyIndex
{
    private static readonly HashSet<XfrmPolicy> None = [];
    private readonly Dictionary<(XfrmSelector, XfrmDirection), XfrmPolicy> _policies = [];
    private readonly Dictionary<uint, HashSet<XfrmPolicy>> _byReqid = [];

    internal void Clear()
    {
        _policies.Clear();
        _byReqid.Clear();
    }

    /// <summary>Answers the number whose states may mean something else now; null: none.</summary>
    internal uint? Set(XfrmPolicy policy)
    {
        var before = Remove(policy.Selector, policy.Direction);
        if (policy.Template is not { } template) return before;
        _policies.Add((policy.Selector, policy.Direction), policy);
        if (!_byReqid.TryGetValue(template.Reqid, out var list)) _byReqid.Add(template.Reqid, list = []);
        list.Add(policy);
        // All states, if one number made way for another.
        return before is null || before == template.Reqid ? template.Reqid : 0;
    }

    /// <inheritdoc cref="Set"/>
    internal uint? Remove(XfrmSelector selector, XfrmDirection direction)
    {
        if (!_policies.Remove((selector, direction), out var policy)) return null;
        var reqid = policy.Template!.Reqid;
        var list = _byReqid[reqid];
        list.Remove(policy);
        if (list.Count == 0) _byReqid.Remove(reqid);
        return reqid;
    }

    /// <summary>First those that are taken first.</summary>
    internal IEnumerable<XfrmPolicy> For(uint reqid) =>
        _byReqid.GetValueOrDefault(reqid, None).Concat(reqid == 0 ? None : _byReqid.GetValueOrDefault(0u, None)).OrderBy(policy => policy.Priority);
}
