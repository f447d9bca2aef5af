using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;

namespace DsMip.HomeAgent.Tracing;

/// <summary>
/// One in every process. Where traces are wanted it asks all processes, this one included, for the packets, again and again, so that those that come later
/// take part and nobody goes on for somebody who has gone.
/// </summary>
internal sealed class PacketTraceFeed(string node, PacketTraces wanted, PacketWatch watch, TimeProvider clock) : UntypedActor, IWithTimers
{
    public const string Name = "packet-traces";
    private const int MostBatches = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ClusterView _view = new();
    private readonly Dictionary<IActorRef, (ImmutableArray<PacketTraceRequest> Traces, DateTimeOffset Until)> _askers = [];
    private DateTimeOffset _asked;
    private bool _asks;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        ClusterView.Subscribe(_cluster, Self);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);
        var self = Self;
        wanted.Attach(() => self.Tell(Changed.Instance));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        watch.Follow([]);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: Pass(clock.GetUtcNow()); break;
            case Changed: Ask(clock.GetUtcNow()); break;
            case PacketsWanted asked: Asked(Sender, asked.Traces, clock.GetUtcNow()); break;
            case PacketsSeen seen: wanted.Take(seen); break;
            default:
                if (!_view.Apply(message)) Unhandled(message);
                break;
        }
    }

    private void Asked(IActorRef asker, ImmutableArray<PacketTraceRequest> traces, DateTimeOffset now)
    {
        // Those that have ended send the rest first.
        Send();
        if (traces.IsEmpty) _askers.Remove(asker);
        else _askers[asker] = (traces, now + Lease);
        Follow();
        asker.Tell(new PacketsSeen(node, [.. traces.Select(trace => trace.Trace)], [], 0), Self);
    }

    private void Pass(DateTimeOffset now)
    {
        Send();
        var isLate = false;
        foreach (var (asker, lease) in _askers)
            if (lease.Until < now) isLate |= _askers.Remove(asker);
        if (isLate) Follow();
        wanted.EndOld(now);
        if (_asks && now - _asked >= AskEvery) Ask(now);
    }

    private void Follow() => watch.Follow(_askers.Values.SelectMany(one => one.Traces));

    private void Ask(DateTimeOffset now)
    {
        _asked = now;
        var traces = wanted.Running();
        _asks = !traces.IsEmpty;
        var others = _view.Others(_cluster.SelfUniqueAddress).ToList();
        wanted.Expect(others.Count + 1);
        Self.Tell(new PacketsWanted(traces), Self);
        foreach (var member in others) EdgeActors.At(Context.System, member.Address, Name).Tell(new PacketsWanted(traces), Self);
    }

    private void Send()
    {
        var missed = watch.TakeMissed();
        for (var sent = 0; sent < MostBatches && (missed > 0 || watch.Seen.TryPeek(out _)); sent++)
        {
            var batch = TracedPacketBatch.Take(watch.Seen);
            foreach (var (asker, lease) in _askers)
            {
                ImmutableArray<Guid> mine = [.. lease.Traces.Select(trace => trace.Trace)];
                asker.Tell(new PacketsSeen(node, mine, [.. batch.Where(packet => mine.Contains(packet.Trace))], missed), Self);
            }
            missed = 0;
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Changed
    {
        public static readonly Changed Instance = new();
    }
}
