using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using Prometheus;

namespace DsMip.HomeAgent.Edge;

/// <summary>What an edge knows, and how it came to know it.</summary>
public sealed class EdgeMetrics
{
    private readonly Counter _missed;
    private readonly Counter _changes;
    private readonly Counter _refused;
    private readonly Counter _syncs;
    private readonly Counter _failures;
    private readonly Gauge _lastSync;
    private readonly Gauge _blocks;
    private readonly Gauge _claims;
    private readonly Counter _steered;

    public EdgeMetrics(HomeAgentMetrics metrics, BindingTable table)
    {
        var factory = Metrics.WithCustomRegistry(metrics.Registry);
        var bindings = factory.CreateGauge("dsmip_edge_bindings", "Tunnels in the table of this edge, those included whose lifetime ended less than ten minutes ago.");
        _missed = factory.CreateCounter("dsmip_edge_batches_missed_total", "Batches of tunnels that did not arrive at this edge, told by their numbers.");
        _changes = factory.CreateCounter("dsmip_edge_tunnel_changes_total", "Changes of tunnels that control nodes told this edge.");
        _refused = factory.CreateCounter("dsmip_edge_tunnel_changes_refused_total", "Changes of tunnels that this edge refused: their version is too far above the one before.");
        _syncs = factory.CreateCounter("dsmip_edge_syncs_total", "Times that this edge has read bindings from the store, by extent.", "extent");
        _failures = factory.CreateCounter("dsmip_edge_sync_failures_total", "Attempts to read bindings from the store that failed.");
        _lastSync = factory.CreateGauge("dsmip_edge_last_sync_timestamp_seconds", "When this edge last finished reading the store, Unix time; 0: never.");
        _blocks = factory.CreateGauge("dsmip_edge_blocks", "Blocks of home addresses that this edge announces.");
        _claims = factory.CreateGauge("dsmip_edge_claims", "Home addresses whose SAs are in this edge's kernel, where several edges have some each.");
        _steered = factory.CreateCounter("dsmip_edge_steered_frames_total", "Sealed frames that this edge has sent to another edge's kernel, or got for its own.", "direction");
        metrics.Registry.AddBeforeCollectCallback(() => bindings.Set(table.Count));
    }

    public double Missed => _missed.Value;

    public double Failures => _failures.Value;

    public double Blocks => _blocks.Value;

    public double Refused => _refused.Value;

    public void RefusedChange() => _refused.Inc();

    public void MissedBatches(long count) => _missed.Inc(count);

    public void Changed(int count) => _changes.Inc(count);

    /// <param name="isWhole">All bindings; false: those that changed lately.</param>
    public void Synced(bool isWhole, DateTimeOffset now)
    {
        _syncs.WithLabels(isWhole ? "all" : "changes").Inc();
        _lastSync.Set(now.ToUnixTimeMilliseconds() / 1000d);
    }

    public double Syncs(bool isWhole) => _syncs.WithLabels(isWhole ? "all" : "changes").Value;

    public void SyncFailed() => _failures.Inc();

    public void Claims(int homes) => _claims.Set(homes);

    /// <param name="toOwner">False: from the edge that it came in by.</param>
    public void Steered(bool toOwner) => _steered.WithLabels(toOwner ? "out" : "in").Inc();

    public double SteeredFrames(bool toOwner) => _steered.WithLabels(toOwner ? "out" : "in").Value;

    public void Owns(int blocks) => _blocks.Set(blocks);
}
