using System.Diagnostics.Metrics;
using DsMip.HomeAgent.Telemetry;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>What the instruments of one home agent say now: each value by its name and the value of its label.</summary>
internal static class Readings
{
    public static Dictionary<(string Name, string? Label), double> Of(HomeAgentMetrics metrics)
    {
        Dictionary<(string, string?), double> found = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter == metrics.Meter) all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => found.Add((instrument.Name, Label(tags)), value));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => found.Add((instrument.Name, Label(tags)), value));
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }

    private static string? Label(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.IsEmpty ? null : tags[0].Value?.ToString();
}
