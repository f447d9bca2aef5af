using DsMip.Wire;
using DsMip.Wire.Mobility;
using Prometheus;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>The counters of one home agent. Labels are the names of the enums, so every one of them exists from the start with value 0.</summary>
public sealed class HomeAgentMetrics
{
    private readonly Counter.Child[] _drops;
    private readonly Counter _updates;
    private readonly Counter _persistenceFailures;
    private readonly Gauge _bindings;

    public HomeAgentMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(Registry);
        var drops = factory.CreateCounter("dsmip_drops_total", "Frames and messages dropped, by reason.", "reason");
        _drops = [.. Enum.GetValues<DropReason>().Skip(1).Select(reason => drops.WithLabels(reason.ToString()))];
        _updates = factory.CreateCounter("dsmip_binding_updates_total", "Binding Updates answered, by status of the acknowledgement.", "status");
        _persistenceFailures = factory.CreateCounter("dsmip_persistence_failures_total", "Bindings that could not be made durable and were not acknowledged.");
        _bindings = factory.CreateGauge("dsmip_bindings", "Bindings in force at this node.");
        Packets = factory.CreateCounter("dsmip_packets_total", "Payload packets forwarded, by direction.", "direction");
    }

    public CollectorRegistry Registry { get; }

    public Counter Packets { get; }

    public void Dropped(DropReason why) => _drops[(int)why - 1].Inc();

    public double Drops(DropReason why) => _drops[(int)why - 1].Value;

    public void Answered(BindingStatus status) => _updates.WithLabels(status.ToString()).Inc();

    public double Answers(BindingStatus status) => _updates.WithLabels(status.ToString()).Value;

    public void PersistenceFailed() => _persistenceFailures.Inc();

    public double PersistenceFailures => _persistenceFailures.Value;

    /// <param name="count">Asked for at every scrape.</param>
    public void CountBindings(Func<int> count) => Registry.AddBeforeCollectCallback(() => _bindings.Set(count()));
}
