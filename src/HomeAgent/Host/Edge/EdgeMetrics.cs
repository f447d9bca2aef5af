using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>What an edge knows, and how it came to know it.</summary>
public sealed class EdgeMetrics
{
    private readonly EventCounter _missed;
    private readonly EventCounter _changes;
    private readonly EventCounter _refused;
    private readonly LabelledCounter _syncs;
    private readonly EventCounter _failures;
    private readonly LabelledCounter _steered;
    private double _lastSync;
    private int _blocks;
    private int _claims;

    public EdgeMetrics(HomeAgentMetrics metrics, BindingTable table)
    {
        var meter = metrics.Meter;
        _missed = new EventCounter(meter, "dsmip_edge_batches_missed_total", "Batches of tunnels that did not arrive at this edge, told by their numbers.");
        _changes = new EventCounter(meter, "dsmip_edge_tunnel_changes_total", "Changes of tunnels that control nodes told this edge.");
        _refused = new EventCounter(
            meter, "dsmip_edge_tunnel_changes_refused_total", "Changes of tunnels that this edge refused: their version is too far above the one before.");
        _syncs = new LabelledCounter(
            meter, "dsmip_edge_syncs_total", "Times that this edge has read bindings from the store, by extent.", "extent", ["changes", "all"]);
        _failures = new EventCounter(meter, "dsmip_edge_sync_failures_total", "Attempts to read bindings from the store that failed.");
        _steered = new LabelledCounter(
            meter, "dsmip_edge_steered_frames_total", "Sealed frames that this edge has sent to another edge's kernel, or got for its own.", "direction", ["in", "out"]);
        metrics.ShowGauge(
            "dsmip_edge_bindings", "Tunnels in the table of this edge, those included whose lifetime ended less than ten minutes ago.", () => table.Count);
        metrics.ShowGauge(
            "dsmip_edge_last_sync_timestamp_seconds", "When this edge last finished reading the store, Unix time; 0: never.", () => Volatile.Read(ref _lastSync));
        metrics.ShowGauge("dsmip_edge_blocks", "Blocks of home addresses that this edge announces.", () => Blocks);
        metrics.ShowGauge(
            "dsmip_edge_claims", "Home addresses whose SAs are in this edge's kernel, where several edges have some each.", () => Volatile.Read(ref _claims));
    }

    public long Missed => _missed.Value;

    public long Failures => _failures.Value;

    public int Blocks => Volatile.Read(ref _blocks);

    public long Refused => _refused.Value;

    public void RefusedChange() => _refused.Add();

    public void MissedBatches(long count) => _missed.Add(count);

    public void Changed(int count) => _changes.Add(count);

    /// <param name="isWhole">All bindings; false: those that changed lately.</param>
    public void Synced(bool isWhole, DateTimeOffset now)
    {
        _syncs.Increment(isWhole ? 1 : 0);
        Volatile.Write(ref _lastSync, now.ToUnixTimeMilliseconds() / 1000d);
    }

    public long Syncs(bool isWhole) => _syncs[isWhole ? 1 : 0];

    public void SyncFailed() => _failures.Add();

    public void Claims(int homes) => Volatile.Write(ref _claims, homes);

    /// <param name="toOwner">False: from the edge that it came in by.</param>
    public void Steered(bool toOwner) => _steered.Increment(toOwner ? 1 : 0);

    public long SteeredFrames(bool toOwner) => _steered[toOwner ? 1 : 0];

    public void Owns(int blocks) => Volatile.Write(ref _blocks, blocks);
}
