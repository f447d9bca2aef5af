using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace DsMip.HomeAgent.Actors;

/// <summary>Says who comes and goes, and ends the actor system when the others will have nothing to do with it any more.</summary>
internal sealed partial class MembershipWatch : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<UniqueAddress> _control = [];
    private readonly Action _joined;
    private readonly ILogger _log;

    /// <param name="joined">This process is a member now.</param>
    public MembershipWatch(Action joined, ILogger log) => (_joined, _log) = (joined, log);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe<ThisActorSystemQuarantinedEvent>(Self);
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
    }

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.IMemberEvent { Member: var changed } and not ClusterEvent.MemberRemoved && changed.HasRole(ClusterConfiguration.ControlRole))
            _control.Add(changed.UniqueAddress);
        switch (message)
        {
            case ClusterEvent.MemberUp { Member: var member }:
                Up(_log, member.Address, string.Join(",", member.Roles));
                if (IsSelf(member)) _joined();
                break;
            case ClusterEvent.MemberRemoved { Member: var member } when IsSelf(member): Context.System.Terminate(); break;
            case ClusterEvent.MemberRemoved { Member: var member, PreviousStatus: var before }:
                Removed(_log, member.Address, before);
                // They have left one by one, and found themselves again without us: nobody here will ever let anybody in.
                if (_control.Remove(member.UniqueAddress) && _control.Count == 0) Desert();
                break;
            case ClusterEvent.UnreachableMember { Member: var member }: Unreachable(_log, member.Address); break;
            case ClusterEvent.ReachableMember { Member: var member }: Reachable(_log, member.Address); break;
            case ThisActorSystemQuarantinedEvent quarantined:
                Quarantined(_log, quarantined.RemoteAddress);
                Context.System.Terminate();
                break;
        }
    }

    private void Desert()
    {
        Deserted(_log);
        Context.System.Terminate();
    }

    private bool IsSelf(Member member) => member.UniqueAddress.Equals(_cluster.SelfUniqueAddress);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no control node is left in this cluster, looking for another")]
    private static partial void Deserted(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Member} is up as {Roles}")]
    private static partial void Up(ILogger log, Address member, string roles);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Member} is gone, and was {Status} before")]
    private static partial void Removed(ILogger log, Address member, MemberStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Member} cannot be reached")]
    private static partial void Unreachable(ILogger log, Address member);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Member} can be reached again")]
    private static partial void Reachable(ILogger log, Address member);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Member} has removed this process from the cluster")]
    private static partial void Quarantined(ILogger log, Address member);
}
