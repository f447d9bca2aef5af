using DsMip.HomeAgent.Telemetry;
using Prometheus;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>How well edges keep up with what a control node tells them.</summary>
internal sealed class BarrierMetrics
{
    private readonly Counter _unconfirmed;
    private readonly Gauge _silent;

    public BarrierMetrics(HomeAgentMetrics metrics)
    {
        var factory = Metrics.WithCustomRegistry(metrics.Registry);
        _unconfirmed = factory.CreateCounter(
            "dsmip_acknowledgements_unconfirmed_total", "Binding Acknowledgements that left before every edge that can be reached had confirmed the tunnel.");
        _silent = factory.CreateGauge("dsmip_edges_silent", "Edges that can be reached, have not confirmed tunnels in time and are not waited for.");
    }

    public double Unconfirmed => _unconfirmed.Value;

    public double Silent => _silent.Value;

    public void LeftUnconfirmed() => _unconfirmed.Inc();

    public void ShowSilent(int edges) => _silent.Set(edges);
}
