using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Edge.Steering;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// What changes around an edge. Another edge that is lost leaves its blocks to the others, until it is back and says that it knows all bindings. A
/// control node that is lost may have committed what it told nobody.
/// </summary>
/// <param name="peers">Null: nobody steers.</param>
internal sealed class EdgeNeighbours(IResync sync, BlockAssignment blocks, EdgeState state, BindingTable table, EdgePeers? peers = null) : UntypedActor, IWithTimers
{
    public const string Name = "neighbours";
    private const string NameRole = "edge-name-";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ClusterView _view = new();
    private readonly HashSet<UniqueAddress> _ready = [];
    private readonly HashSet<UniqueAddress> _draining = [];
    private readonly LettingGo _lettingGo = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _wasDrained;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>By which the others know which edge a member is.</summary>
    public static string RoleOf(string edgeName) => NameRole + edgeName;

    protected override void PreStart()
    {
        ClusterView.Subscribe(_cluster, Self);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        state.Left();
        peers?.Clear();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: Pass(); break;
            case EdgeReady: Ready(); break;
            case EdgeDraining: Draining(); break;
            case EdgeQuestion: Sender.Tell(new EdgeReport(blocks.Self, state.IsLoaded, state.IsDrained, [.. blocks.Announced.Select(block => block.ToString())], table.Count)); break;
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
        if (!state.IsMember && _view.IsUp(_cluster.SelfUniqueAddress))
        {
            state.Joined();
            sync.Request(SyncCause.Joined);
        }
        if (MayHaveMissed(message)) sync.Request(SyncCause.ControlNodeLost);
        // Who is out of sight for a moment has missed something, and says so again when it has read the store.
        _ready.IntersectWith(Others().Select(member => member.UniqueAddress));
        _draining.IntersectWith(Others().Select(member => member.UniqueAddress));
        SayReady();
        Assign();
    }

    private void Ready()
    {
        if (_view.At(Sender.Path.Address) is not { } member) return;
        var wasDraining = _draining.Remove(member.UniqueAddress);
        if (_ready.Add(member.UniqueAddress) || wasDraining) Assign();
    }

    /// <summary>It is as if it were gone: its blocks are others'.</summary>
    private void Draining()
    {
        if (_view.At(Sender.Path.Address) is not { } member) return;
        var wasReady = _ready.Remove(member.UniqueAddress);
        if (_draining.Add(member.UniqueAddress) || wasReady) Assign();
    }

    private void Pass()
    {
        var wasDrained = _wasDrained;
        _wasDrained = state.IsDrained;
        if (wasDrained || state.IsDrained) Assign();
        // Who takes its blocks back announces them before the others let go.
        if (!wasDrained || state.IsDrained) SayReady();
    }

    private void SayReady()
    {
        if (!state.IsLoaded) return;
        foreach (var member in Others()) EdgeActors.At(Context.System, member.Address, Name).Tell(state.IsDrained ? EdgeDraining.Instance : EdgeReady.Instance, Self);
    }

    /// <summary>Whoever is no member yet, or not any more, knows nothing about the others.</summary>
    private void Assign()
    {
        if (!_view.IsUp(_cluster.SelfUniqueAddress)) return;
        var others = Others().ToList();
        var ready = others.Where(member => _ready.Contains(member.UniqueAddress)).SelectMany(Names).ToHashSet();
        var present = others.Where(member => !_draining.Contains(member.UniqueAddress)).SelectMany(Names).ToHashSet();
        blocks.Update(present, ready, _view.IsMajorityPresent(ClusterConfiguration.ControlRole), _lettingGo.IsDue(state.IsDrained, ready.Count > 0, _clock.Elapsed));
        peers?.Update(others.SelectMany(Steering).DistinctBy(other => other.Name).ToDictionary(other => other.Name, other => other.Actor), ready);
    }

    private IEnumerable<Member> Others() => _view.Present(EdgeActors.Role).Where(member => member.UniqueAddress != _cluster.SelfUniqueAddress);

    private static IEnumerable<(string Name, IActorRef Actor)> Steering(Member member) =>
        Names(member).Select(name => (name, EdgeActors.At(Context.System, member.Address, SteeringActor.Name)));

    /// <summary>Which edges a member is: one, or none.</summary>
    public static IEnumerable<string> Names(Member member) =>
        member.Roles.Where(role => role.StartsWith(NameRole, StringComparison.Ordinal)).Select(role => role[NameRole.Length..]);

    private static bool MayHaveMissed(object message) => message switch
    {
        ClusterEvent.MemberRemoved removed => removed.Member.HasRole(ClusterConfiguration.ControlRole),
        ClusterEvent.ReachabilityEvent reachability => reachability.Member.HasRole(ClusterConfiguration.ControlRole),
        _ => false,
    };

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
