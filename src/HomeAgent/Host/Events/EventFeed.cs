using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;

namespace DsMip.HomeAgent.Events;

/// <summary>
/// One in every process. Where somebody looks it asks all others for their events, again and again; who has not been asked for a while sends none. Who comes and goes
/// every process sees by itself.
/// </summary>
internal sealed class EventFeed(LiveEvents events, TimeProvider clock) : UntypedActor, IWithTimers
{
    public const string Name = "events";
    private const int MostInBatch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(7);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ClusterView _view = new();
    private readonly Dictionary<IActorRef, DateTimeOffset> _askers = [];
    private DateTimeOffset _asked;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        ClusterView.Subscribe(_cluster, Self);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        events.Want(false);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: Pass(clock.GetUtcNow()); break;
            case EventsWanted: Asked(Sender, clock.GetUtcNow()); break;
            case EventBatch batch: foreach (var one in batch.Events) events.Deliver(one); break;
            default: Look(message); break;
        }
    }

    private void Look(object message)
    {
        if (!_view.Apply(message))
        {
            Unhandled(message);
            return;
        }
        var (member, isUp) = message switch
        {
            ClusterEvent.MemberUp up => (up.Member, true),
            ClusterEvent.ReachableMember found => (found.Member, true),
            ClusterEvent.UnreachableMember lost => (lost.Member, false),
            ClusterEvent.MemberRemoved removed => (removed.Member, false),
            _ => (null, false),
        };
        if (member is null) return;
        var now = clock.GetUtcNow();
        events.Deliver(new LiveEvent(now, isUp ? LiveEventTypes.MemberUp : LiveEventTypes.MemberDown, member.Address.ToString()));
        foreach (var edge in EdgeNeighbours.Names(member)) events.Deliver(new LiveEvent(now, isUp ? LiveEventTypes.EdgeUp : LiveEventTypes.EdgeDown, edge));
    }

    private void Asked(IActorRef asker, DateTimeOffset now)
    {
        _askers[asker] = now + Lease;
        events.Want(true);
    }

    private void Pass(DateTimeOffset now)
    {
        foreach (var (asker, until) in _askers)
            if (until < now) _askers.Remove(asker);
        if (_askers.Count == 0) events.Want(false);
        Send();
        if (!events.HasSubscribers || now - _asked < AskEvery) return;
        _asked = now;
        foreach (var member in _view.Others(_cluster.SelfUniqueAddress))
            EdgeActors.At(Context.System, member.Address, Name).Tell(EventsWanted.Instance, Self);
    }

    private void Send()
    {
        while (events.Outgoing.TryPeek(out _))
        {
            var batch = new List<LiveEvent>();
            while (batch.Count < MostInBatch && events.Outgoing.TryRead(out var one)) batch.Add(one);
            foreach (var asker in _askers.Keys) asker.Tell(new EventBatch([.. batch]), Self);
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
