using Akka.Actor;
using Akka.Cluster;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>What changes around an edge: a control node that is lost may have committed what it told nobody.</summary>
internal sealed class EdgeNeighbours(IResync sync) : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ClusterView _view = new();

    protected override void PreStart()
    {
        sync.Request(SyncCause.Joined);
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (!_view.Apply(message)) Unhandled(message);
        else if (MayHaveMissed(message)) sync.Request(SyncCause.ControlNodeLost);
    }

    private static bool MayHaveMissed(object message) => message switch
    {
        ClusterEvent.MemberRemoved removed => removed.Member.HasRole(EdgeActors.ControlRole),
        ClusterEvent.ReachabilityEvent reachability => reachability.Member.HasRole(EdgeActors.ControlRole),
        _ => false,
    };
}
