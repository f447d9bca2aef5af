using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>
/// Keeps up with the SAD and the SPD by what the kernel tells; knows no netlink itself. One thread changes it, any thread reads <see cref="Current"/>.
/// </summary>
internal sealed class AssociationCatalogue
{
    private readonly PolicyIndex _policies = new();
    private readonly AssociationReader _reader;
    private readonly Dictionary<XfrmStateId, (XfrmState State, KernelAssociation? Association)> _states = [];
    private readonly Dictionary<uint, HashSet<XfrmStateId>> _byReqid = [];
    private AssociationSnapshot _current = AssociationSnapshot.Empty;

    internal AssociationCatalogue(Ipv6Address homeAgent, bool atHomeAgent) => _reader = new AssociationReader(homeAgent, atHomeAgent, _policies);

    internal AssociationSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Begins anew with everything there is.</summary>
    internal void Reset(IEnumerable<XfrmState> states, IEnumerable<XfrmPolicy> policies)
    {
        _policies.Clear();
        foreach (var policy in policies) _policies.Set(policy);
        _states.Clear();
        _byReqid.Clear();
        foreach (var state in states) Keep(state, _reader.Read(state));
        Publish(AssociationSnapshot.Of(_states.Values.Where(entry => entry.Association is not null).Select(entry => entry.Association!)));
    }

    /// <summary>False: it cannot be told what has changed, everything has to be listed again.</summary>
    internal bool TryApply(XfrmEvent happened)
    {
        switch (happened)
        {
            case XfrmStateSet(var state): Set(state); break;
            case XfrmStateGone(var id): Forget(id); break;
            case XfrmStateExpired(var id, Hard: true): Forget(id); break;
            case XfrmStatesFlushed: Flush(); break;
            case XfrmPolicySet(var policy): Reread(_policies.Set(policy)); break;
            case XfrmPolicyGone(var selector, var direction): Reread(_policies.Remove(selector, direction)); break;
            // A flush is of one type of policy, and a migration names neither old nor new states.
            case XfrmPoliciesFlushed or XfrmMigrated or XfrmEventsLost: return false;
        }
        return true;
    }

    private void Set(XfrmState state)
    {
        var before = _states.TryGetValue(state.Id, out var old) ? old.Association : null;
        Drop(state.Id);
        var association = _reader.Read(state);
        Keep(state, association);
        Replace(before, association);
    }

    private void Forget(XfrmStateId id) => Replace(Drop(id), null);

    private void Flush()
    {
        _states.Clear();
        _byReqid.Clear();
        Publish(AssociationSnapshot.Empty);
    }

    /// <param name="reqid">Of the states that a policy is for; 0: any; null: none.</param>
    private void Reread(uint? reqid)
    {
        if (reqid is not { } number) return;
        var ids = number == 0 ? _states.Keys.ToList() : _byReqid.TryGetValue(number, out var some) ? [.. some] : [];
        foreach (var id in ids) Set(_states[id].State);
    }

    private void Keep(XfrmState state, KernelAssociation? association)
    {
        _states[state.Id] = (state, association);
        if (!_byReqid.TryGetValue(state.Reqid, out var ids)) _byReqid.Add(state.Reqid, ids = []);
        ids.Add(state.Id);
    }

    private KernelAssociation? Drop(XfrmStateId id)
    {
        if (!_states.Remove(id, out var entry)) return null;
        var ids = _byReqid[entry.State.Reqid];
        ids.Remove(id);
        if (ids.Count == 0) _byReqid.Remove(entry.State.Reqid);
        return entry.Association;
    }

    private void Replace(KernelAssociation? before, KernelAssociation? after)
    {
        if (before == after) return;
        var next = before is null ? Current : Current.Without(before);
        Publish(after is null ? next : next.With(after));
    }

    private void Publish(AssociationSnapshot next) => Volatile.Write(ref _current, next);
}
