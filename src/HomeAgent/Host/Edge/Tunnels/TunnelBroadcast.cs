using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// One per control node: collects what its entities say about tunnels and tells all edges. A message per change would cost several times as much.
/// Nothing is repeated: an edge that has missed something sees it by the numbers and reads the store. Acknowledgements go through here, too: they wait
/// until the edges have confirmed.
/// </summary>
internal sealed class TunnelBroadcast : UntypedActor, IWithTimers
{
    public const int MostChanges = 256;

    /// <summary>So long the first change of a batch waits for others.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(2);

    /// <summary>How often the last number is told again when nothing happens.</summary>
    public static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(1);

    /// <summary>An acknowledgement waits no longer for an edge that was heard before: less than the second after which a mobile node asks again.</summary>
    public static readonly TimeSpan LongestConfirmation = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// For an edge that was not heard yet: where everybody is busy, a connection has taken four seconds. About as long as the failure detector waits, which
    /// is what ends the waiting for an edge that cannot be reached.
    /// </summary>
    public static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(5);

    private readonly Props? _watcher;
    private readonly TimeProvider _clock;
    private readonly BarrierMetrics _metrics;
    private readonly long _began;
    private readonly ConfirmationBarrier _barrier;
    private readonly long _source = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly ImmutableArray<TunnelChanged>.Builder _changes = ImmutableArray.CreateBuilder<TunnelChanged>(MostChanges);
    private ImmutableHashSet<IActorRef> _edges = [];
    private long _number;
    private bool _isSilent;
    private bool _isWatching;

    /// <param name="watcher">Of the actor that says which edges there are, as <see cref="EdgesChanged"/>; null: somebody else does.</param>
    /// <param name="clock">For the pause in which a batch is collected, and for how long edges take to confirm.</param>
    public TunnelBroadcast(Props? watcher, TimeProvider clock, BarrierMetrics metrics)
    {
        (_watcher, _clock, _metrics, _began) = (watcher, clock, metrics, clock.GetTimestamp());
        _barrier = new ConfirmationBarrier(LongestConfirmation, LongestConnecting, Release);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_watcher is not null) Context.ActorOf(_watcher, "edges");
        Timers.StartPeriodicTimer(nameof(Reminder), Reminder.Instance, ReminderInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TunnelChanged changed: Add(changed); break;
            case Acknowledge acknowledgement: Add(acknowledgement); break;
            case BatchConfirmed confirmed: Confirm(confirmed); break;
            case EndOfBatch end when end.Number == _number + 1: Send(); break;
            case EndOfBatch: break;
            case Reminder: Remind(); break;
            case EndOfPatience: Expire(); break;
            // For a mobile node whose edge nobody knows: any one reaches it.
            case Transmit unasked: _edges.FirstOrDefault()?.Tell(unasked, Self); break;
            // Answered to whoever asks.
            case ProbeAddress probe: Ask(probe); break;
            case EdgesChanged changed: Know(changed.Edges); break;
            default: Unhandled(message); break;
        }
    }

    private void Add(TunnelChanged changed)
    {
        _changes.Add(changed);
        if (_changes.Count >= MostChanges) Send();
        // Not by the actor system's timers, which tick in 10 ms.
        else if (_changes.Count == 1) Task.Delay(LongestPause, _clock).PipeTo(Self, success: EndOf(_number + 1));
    }

    private void Add(Acknowledge acknowledgement)
    {
        _barrier.Add(acknowledgement);
        Add(acknowledgement.Tunnel);
    }

    private static Func<EndOfBatch> EndOf(long number) => () => new EndOfBatch(number);

    private void Send()
    {
        _number++;
        Tell(_edges, new TunnelBatch(_source, _number, _changes.DrainToImmutable()));
        _changes.Capacity = MostChanges;
        _isSilent = false;
        _barrier.Sent(_number, _clock.GetElapsedTime(_began));
        Watch(LongestConfirmation);
    }

    private void Confirm(BatchConfirmed confirmed)
    {
        if (confirmed.Source != _source) return;
        _barrier.Confirm(confirmed.Number, Sender.Path);
        _metrics.ShowSilent(_barrier.Silent);
    }

    private void Expire()
    {
        _isWatching = false;
        if (_barrier.Expire(_clock.GetElapsedTime(_began)) is { } rest) Watch(rest);
        _metrics.ShowSilent(_barrier.Silent);
    }

    /// <summary>One timer for all batches: most are confirmed when it ends.</summary>
    private void Watch(TimeSpan pause)
    {
        if (_isWatching) return;
        _isWatching = true;
        Timers.StartSingleTimer(nameof(EndOfPatience), EndOfPatience.Instance, pause);
    }

    private void Release(Acknowledge acknowledgement, bool isConfirmed)
    {
        if (!isConfirmed) _metrics.LeftUnconfirmed();
        acknowledgement.Push?.SetTag("dsmip.confirmed", isConfirmed).Dispose();
        acknowledgement.Edge.Tell(acknowledgement.Answer, Self);
    }

    private void Remind()
    {
        if (_isSilent) Tell(_edges, LastNumber());
        _isSilent = true;
    }

    /// <summary>A new edge learns at once what it has missed: it may read the store meanwhile. Its answer tells that it can be heard.</summary>
    private void Know(ImmutableHashSet<IActorRef> edges)
    {
        Tell(edges.Except(_edges), LastNumber());
        _edges = edges;
        _barrier.Know(edges.Select(edge => edge.Path));
        _metrics.ShowSilent(_barrier.Silent);
    }

    private TunnelBatch LastNumber() => new(_source, _number, []);

    private void Ask(ProbeAddress probe)
    {
        foreach (var edge in _edges) edge.Tell(probe, Sender);
    }

    private void Tell(IEnumerable<IActorRef> edges, TunnelBatch batch)
    {
        foreach (var edge in edges) edge.Tell(batch, Self);
    }

    private sealed record EndOfBatch(long Number);

    private sealed record EndOfPatience
    {
        public static readonly EndOfPatience Instance = new();
    }

    private sealed record Reminder
    {
        public static readonly Reminder Instance = new();
    }
}
