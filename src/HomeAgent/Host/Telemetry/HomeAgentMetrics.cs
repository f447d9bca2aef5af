using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using DsMip.HomeAgent.Actors.Revocation;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// The counters of one home agent. Labels are the names of the enums, so every drop reason exists from the start with value 0. What is counted
/// is a plain number, looked at when somebody asks.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "counts until the process ends")]
public sealed class HomeAgentMetrics
{
    /// <summary>Of the meter and of the source of traces.</summary>
    public const string SourceName = "DsMip.HomeAgent";

    private readonly LabelledCounter _drops;
    private readonly LabelledCounter _packets;
    private readonly LabelledCounter _updates;
    private readonly LabelledCounter _bindingErrors;
    private readonly LabelledCounter _revocations;
    private readonly EventCounter _revocationIndications;
    private readonly LabelledCounter _names;
    private readonly LabelledCounter _switches;
    private readonly EventCounter _switchMessages;
    private readonly EventCounter _persistenceFailures;
    private readonly EventCounter _unreadable;
    private int _insecure;

    public HomeAgentMetrics()
    {
        IReadOnlyList<string?> reasons = [null, .. LabelledCounter.NamesOf<DropReason>().Skip(1)];
        _drops = new LabelledCounter(Meter, "dsmip_drops_total", "Frames and messages dropped, by reason.", "reason", reasons);
        _packets = new LabelledCounter(
            Meter, "dsmip_packets_total", "Payload packets forwarded, by direction.", "direction", LabelledCounter.NamesOf<PacketDirection>());
        _updates = new LabelledCounter(
            Meter, "dsmip_binding_updates_total", "Binding Updates answered, by status of the acknowledgement.", "status",
            LabelledCounter.NamesOf<BindingStatus>(), fromStart: false);
        _bindingErrors = new LabelledCounter(
            Meter, "dsmip_binding_errors_total", "Binding Errors sent, by status.", "status", LabelledCounter.NamesOf<BindingErrorStatus>(), fromStart: false);
        _revocations = new LabelledCounter(
            Meter, "dsmip_revocations_total", "Revocations that have ended, by outcome.", "outcome", LabelledCounter.NamesOf<RevocationOutcome>());
        _revocationIndications = new EventCounter(Meter, "dsmip_revocation_indications_total", "Binding Revocation Indications sent, repetitions included.");
        _names = new LabelledCounter(
            Meter, "dsmip_name_updates_total", "Updates of the DNS that mobile nodes have asked for, by status.", "status", LabelledCounter.NamesOf<DnsUpdateStatus>());
        _switches = new LabelledCounter(
            Meter, "dsmip_switches_total", "Switches to other home agents that have ended, by end.", "end", LabelledCounter.NamesOf<SwitchEnd>());
        _switchMessages = new EventCounter(Meter, "dsmip_switch_messages_total", "Home Agent Switch messages sent, repetitions included.");
        _persistenceFailures = new EventCounter(
            Meter, "dsmip_persistence_failures_total", "Bindings that could not be made durable and were not acknowledged.");
        _unreadable = new EventCounter(Meter, "dsmip_unreadable_bindings_total", "Stored bindings that could not be read at start and were left out.");
        ShowGauge("dsmip_insecure_signalling", "1: signalling without IPsec is accepted from mobile nodes without security association.", () => _insecure);
    }

    /// <summary>Of this home agent: there may be others in the process.</summary>
    public Meter Meter { get; } = new(SourceName);

    public long PersistenceFailures => _persistenceFailures.Value;

    public long UnreadableBindings => _unreadable.Value;

    public void Dropped(DropReason why) => _drops.Increment((int)why);

    public long Drops(DropReason why) => _drops[(int)why];

    public void Forwarded(PacketDirection direction) => _packets.Increment((int)direction);

    public long Packets(PacketDirection direction) => _packets[(int)direction];

    public void Answered(BindingStatus status) => _updates.Increment((int)status);

    public long Answers(BindingStatus status) => _updates[(int)status];

    public void BindingErrorSent(BindingErrorStatus status) => _bindingErrors.Increment((int)status);

    public long BindingErrors(BindingErrorStatus status) => _bindingErrors[(int)status];

    public void Revoked(RevocationOutcome outcome) => _revocations.Increment((int)outcome);

    public long Revocations(RevocationOutcome outcome) => _revocations[(int)outcome];

    public void NameUpdated(DnsUpdateStatus status) => _names.Increment((int)status);

    public long NameUpdates(DnsUpdateStatus status) => _names[(int)status];

    public void SwitchTold() => _switchMessages.Add();

    public long SwitchMessages => _switchMessages.Value;

    public void Switched(SwitchEnd end) => _switches.Increment((int)end);

    public long Switches(SwitchEnd end) => _switches[(int)end];

    public void RevocationIndicated() => _revocationIndications.Add();

    public long RevocationIndications => _revocationIndications.Value;

    public void AcceptsUnprotectedSignalling() => Volatile.Write(ref _insecure, 1);

    public void PersistenceFailed() => _persistenceFailures.Add();

    public void Unreadable() => _unreadable.Add();

    /// <param name="count">Asked for at every scrape.</param>
    public void CountBindings(Func<int> count) => ShowGauge("dsmip_bindings", "Bindings in force at this node.", () => count());

    /// <param name="offset">Asked for at every scrape.</param>
    public void ShowClockOffset(Func<TimeSpan> offset) => ShowGauge(
        "dsmip_clock_offset_seconds",
        "How far the machine's clock is ahead of the clock that this process goes by; a jump is made up for in ten times its length.",
        () => offset().TotalSeconds);

    /// <summary>What bindings take, without the garbage of the updates since, and how long its collection has held everything up.</summary>
    public void ShowMemory()
    {
        ShowGauge("dsmip_live_bytes", "Managed memory that was in use after the last full garbage collection; 0: there was none yet.", () => LiveBytes());
        Meter.CreateObservableCounter(
            "dsmip_collection_pause_seconds_total", () => GC.GetTotalPauseDuration().TotalSeconds,
            description: "How long garbage collections have held up the whole process.");
    }

    /// <param name="value">Asked for at every scrape.</param>
    public void ShowGauge(string name, string description, Func<double> value) => Meter.CreateObservableGauge(name, value, description: description);

    private static long LiveBytes()
    {
        var (blocking, background) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        var last = blocking.Index > background.Index ? blocking : background;
        return last.HeapSizeBytes - last.FragmentedBytes;
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
