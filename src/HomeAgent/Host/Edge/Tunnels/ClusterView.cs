using Akka.Actor;
using Akka.Cluster;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>Who is in the cluster, as its events say. Not thread-safe.</summary>
internal sealed class ClusterView
{
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    /// <summary>Has the actor told what <see cref="Apply"/> takes, beginning with all that is known.</summary>
    public static void Subscribe(Cluster cluster, IActorRef actor) => cluster.Subscribe(
        actor, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    /// <summary>Members that can be reached, in whatever state, without one.</summary>
    public IEnumerable<Member> Others(UniqueAddress self) => All.Where(member => member.UniqueAddress != self);

    private IEnumerable<Member> All => _members.Values.Where(member => !_unreachable.Contains(member.UniqueAddress));

    /// <summary>Members that work, and that somebody can reach who watches them.</summary>
    public IEnumerable<Member> Present(string role) => _members.Values.Where(
        member => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp && member.HasRole(role) && !_unreachable.Contains(member.UniqueAddress));

    /// <summary>Those that are present, and those that are about to leave and work until then.</summary>
    public IEnumerable<Member> PresentOrLeaving(string role) => _members.Values.Where(
        member => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving && member.HasRole(role)
            && !_unreachable.Contains(member.UniqueAddress));

    public bool IsUp(UniqueAddress address) => _members.TryGetValue(address, out var member) && member.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    public Member? At(Address address) => _members.Values.FirstOrDefault(member => member.Address == address && !_unreachable.Contains(member.UniqueAddress));

    /// <summary>More than half of those with this role, that have joined and not left, can be reached.</summary>
    public bool IsMajorityPresent(string role)
    {
        var all = _members.Values.Count(member => member.HasRole(role) && member.Status is MemberStatus.Up or MemberStatus.Leaving);
        return PresentOrLeaving(role).Count(member => member.Status != MemberStatus.WeaklyUp) * 2 > all;
    }

    /// <returns>False: the message is none of the cluster's.</returns>
    public bool Apply(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state: Begin(state); break;
            case ClusterEvent.MemberRemoved removed: Remove(removed.Member); break;
            case ClusterEvent.IMemberEvent changed: _members[changed.Member.UniqueAddress] = changed.Member; break;
            case ClusterEvent.UnreachableMember lost: _unreachable.Add(lost.Member.UniqueAddress); break;
            case ClusterEvent.ReachableMember found: _unreachable.Remove(found.Member.UniqueAddress); break;
            default: return false;
        }
        return true;
    }

    private void Begin(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        _unreachable.Clear();
        foreach (var member in state.Members) _members[member.UniqueAddress] = member;
        foreach (var member in state.Unreachable) _unreachable.Add(member.UniqueAddress);
    }

    private void Remove(Member member)
    {
        _members.Remove(member.UniqueAddress);
        _unreachable.Remove(member.UniqueAddress);
    }
}
