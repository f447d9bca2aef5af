using System.Diagnostics.Metrics;
using System.Globalization;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>One number for each value of a label, read when somebody scrapes. Thread-safe; counting takes no lock and allocates nothing.</summary>
public sealed class LabelledCounter
{
    private readonly long[] _counts;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly bool _fromStart;

    /// <param name="values">Of the label, by index; null: not shown.</param>
    /// <param name="fromStart">Values that have not occurred are shown with 0, so that a rate sees the first time, too.</param>
    public LabelledCounter(Meter meter, string name, string description, string label, IReadOnlyList<string?> values, bool fromStart = true)
    {
        (_counts, _fromStart) = (new long[values.Count], fromStart);
        _labels = [.. values.Select(value => KeyValuePair.Create(label, (object?)value))];
        meter.CreateObservableCounter(name, Measure, description: description);
    }

    public long this[int index] => Interlocked.Read(ref _counts[index]);

    /// <summary>The names of an enum by number, for numbers that are not negative.</summary>
    public static IReadOnlyList<string?> NamesOf<T>() where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var names = new string?[values.Max(Number) + 1];
        foreach (var value in values) names[Number(value)] = value.ToString();
        return names;
    }

    public void Increment(int index) => Interlocked.Increment(ref _counts[index]);

    private static int Number<T>(T value) where T : struct, Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    private IEnumerable<Measurement<long>> Measure()
    {
        for (var i = 0; i < _counts.Length; i++)
            if (_labels[i].Value is not null && (_fromStart || this[i] > 0)) yield return new Measurement<long>(this[i], _labels[i]);
    }
}
