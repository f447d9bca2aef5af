using System.Diagnostics.Metrics;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>A number that only grows, read when somebody scrapes. Thread-safe; counting takes no lock and allocates nothing.</summary>
public sealed class EventCounter
{
    private long _count;

    public EventCounter(Meter meter, string name, string description) =>
        meter.CreateObservableCounter(name, () => Value, description: description);

    public long Value => Interlocked.Read(ref _count);

    public void Add(long count = 1) => Interlocked.Add(ref _count, count);
}
