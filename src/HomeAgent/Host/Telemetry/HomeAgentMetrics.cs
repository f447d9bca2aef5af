using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Prometheus;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// The counters of one home agent. Labels are the names of the enums, so every drop reason exists from the start with value 0. What is counted
/// per packet is a plain number, published when somebody asks.
/// </summary>
public sealed class HomeAgentMetrics
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();
    private static readonly PacketDirection[] Directions = Enum.GetValues<PacketDirection>();

    private readonly long[] _drops = new long[Reasons.Length];
    private readonly long[] _packets = new long[Directions.Length];
    private readonly Counter _updates;
    private readonly Counter _bindingErrors;
    private readonly Counter _revocations;
    private readonly Counter _revocationIndications;
    private readonly Counter _names;
    private readonly Counter _switches;
    private readonly Counter _switchMessages;
    private readonly Counter _persistenceFailures;
    private readonly Counter _unreadable;
    private readonly Gauge _bindings;
    private readonly Gauge _insecure;

    public HomeAgentMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(Registry);
        var drops = factory.CreateCounter("dsmip_drops_total", "Frames and messages dropped, by reason.", "reason");
        var packets = factory.CreateCounter("dsmip_packets_total", "Payload packets forwarded, by direction.", "direction");
        _updates = factory.CreateCounter("dsmip_binding_updates_total", "Binding Updates answered, by status of the acknowledgement.", "status");
        _bindingErrors = factory.CreateCounter("dsmip_binding_errors_total", "Binding Errors sent, by status.", "status");
        _revocations = factory.CreateCounter("dsmip_revocations_total", "Revocations that have ended, by outcome.", "outcome");
        foreach (var outcome in Enum.GetNames<RevocationOutcome>()) _revocations.WithLabels(outcome);
        _revocationIndications = factory.CreateCounter("dsmip_revocation_indications_total", "Binding Revocation Indications sent, repetitions included.");
        _names = factory.CreateCounter("dsmip_name_updates_total", "Updates of the DNS that mobile nodes have asked for, by status.", "status");
        foreach (var status in Enum.GetNames<DnsUpdateStatus>()) _names.WithLabels(status);
        _switches = factory.CreateCounter("dsmip_switches_total", "Switches to other home agents that have ended, by end.", "end");
        foreach (var end in Enum.GetNames<SwitchEnd>()) _switches.WithLabels(end);
        _switchMessages = factory.CreateCounter("dsmip_switch_messages_total", "Home Agent Switch messages sent, repetitions included.");
        _persistenceFailures = factory.CreateCounter("dsmip_persistence_failures_total", "Bindings that could not be made durable and were not acknowledged.");
        _unreadable = factory.CreateCounter("dsmip_unreadable_bindings_total", "Stored bindings that could not be read at start and were left out.");
        _bindings = factory.CreateGauge("dsmip_bindings", "Bindings in force at this node.");
        _insecure = factory.CreateGauge("dsmip_insecure_signalling", "1: signalling without IPsec is accepted from mobile nodes without security association.");
        Publish(drops, packets);
    }

    public CollectorRegistry Registry { get; }

    public double PersistenceFailures => _persistenceFailures.Value;

    public double UnreadableBindings => _unreadable.Value;

    public void Dropped(DropReason why) => Interlocked.Increment(ref _drops[(int)why]);

    public long Drops(DropReason why) => Interlocked.Read(ref _drops[(int)why]);

    public void Forwarded(PacketDirection direction) => Interlocked.Increment(ref _packets[(int)direction]);

    public long Packets(PacketDirection direction) => Interlocked.Read(ref _packets[(int)direction]);

    public void Answered(BindingStatus status) => _updates.WithLabels(status.ToString()).Inc();

    public double Answers(BindingStatus status) => _updates.WithLabels(status.ToString()).Value;

    public void BindingErrorSent(BindingErrorStatus status) => _bindingErrors.WithLabels(status.ToString()).Inc();

    public double BindingErrors(BindingErrorStatus status) => _bindingErrors.WithLabels(status.ToString()).Value;

    public void Revoked(RevocationOutcome outcome) => _revocations.WithLabels(outcome.ToString()).Inc();

    public double Revocations(RevocationOutcome outcome) => _revocations.WithLabels(outcome.ToString()).Value;

    public void NameUpdated(DnsUpdateStatus status) => _names.WithLabels(status.ToString()).Inc();

    public double NameUpdates(DnsUpdateStatus status) => _names.WithLabels(status.ToString()).Value;

    public void SwitchTold() => _switchMessages.Inc();

    public double SwitchMessages => _switchMessages.Value;

    public void Switched(SwitchEnd end) => _switches.WithLabels(end.ToString()).Inc();

    public double Switches(SwitchEnd end) => _switches.WithLabels(end.ToString()).Value;

    public void RevocationIndicated() => _revocationIndications.Inc();

    public double RevocationIndications => _revocationIndications.Value;

    public void AcceptsUnprotectedSignalling() => _insecure.Set(1);

    public void PersistenceFailed() => _persistenceFailures.Inc();

    public void Unreadable() => _unreadable.Inc();

    /// <param name="count">Asked for at every scrape.</param>
    public void CountBindings(Func<int> count) => Registry.AddBeforeCollectCallback(() => _bindings.Set(count()));

    /// <param name="offset">Asked for at every scrape.</param>
    public void ShowClockOffset(Func<TimeSpan> offset)
    {
        var gauge = Metrics.WithCustomRegistry(Registry).CreateGauge(
            "dsmip_clock_offset_seconds", "How far the machine's clock is ahead of the clock that this process goes by; a jump is made up for in ten times its length.");
        Registry.AddBeforeCollectCallback(() => gauge.Set(offset().TotalSeconds));
    }

    /// <summary>What bindings take, without the garbage of the updates since, and how long its collection has held everything up.</summary>
    public void ShowMemory()
    {
        var gauge = Metrics.WithCustomRegistry(Registry).CreateGauge(
            "dsmip_live_bytes", "Managed memory that was in use after the last full garbage collection; 0: there was none yet.");
        var paused = Metrics.WithCustomRegistry(Registry).CreateCounter(
            "dsmip_collection_pause_seconds_total", "How long garbage collections have held up the whole process.");
        Registry.AddBeforeCollectCallback(() =>
        {
            gauge.Set(LiveBytes());
            paused.IncTo(GC.GetTotalPauseDuration().TotalSeconds);
        });
    }

    private static long LiveBytes()
    {
        var (blocking, background) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        var last = blocking.Index > background.Index ? blocking : background;
        return last.HeapSizeBytes - last.FragmentedBytes;
    }

    private void Publish(Counter drops, Counter packets)
    {
        var drop = Reasons.Skip(1).Select(reason => (reason, Child: drops.WithLabels(reason.ToString()))).ToArray();
        var packet = Directions.Select(direction => (direction, Child: packets.WithLabels(direction.ToString()))).ToArray();
        Registry.AddBeforeCollectCallback(() =>
        {
            foreach (var (reason, child) in drop) child.IncTo(Drops(reason));
            foreach (var (direction, child) in packet) child.IncTo(Packets(direction));
        });
    }
}

/// <summary>The way of a payload packet through the home agent.</summary>
public enum PacketDirection
{
    /// <summary>From a mobile node's tunnel to the network.</summary>
    Uplink,

    /// <summary>From the network to a mobile node's tunnel.</summary>
    Downlink,

    /// <summary>From one mobile node's tunnel to another's.</summary>
    Hairpin,

    /// <summary>To the home link, for a home address without binding.</summary>
    HomeLink,

    /// <summary>IKE, either way, of a mobile node that is not bound or not where its binding is.</summary>
    KeyExchange,
}
