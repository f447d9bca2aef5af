using DsMip.HomeAgent.Telemetry;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>How well edges keep up with what a control node tells them.</summary>
internal sealed class BarrierMetrics
{
    private readonly EventCounter _unconfirmed;
    private int _silent;

    public BarrierMetrics(HomeAgentMetrics metrics)
    {
        _unconfirmed = new EventCounter(
            metrics.Meter, "dsmip_acknowledgements_unconfirmed_total",
            "Binding Acknowledgements that left before every edge that can be reached had confirmed the tunnel.");
        metrics.ShowGauge("dsmip_edges_silent", "Edges that can be reached, have not confirmed tunnels in time and are not waited for.", () => Silent);
    }

    public long Unconfirmed => _unconfirmed.Value;

    public int Silent => Volatile.Read(ref _silent);

    public void LeftUnconfirmed() => _unconfirmed.Add();

    public void ShowSilent(int edges) => Volatile.Write(ref _silent, edges);
}
