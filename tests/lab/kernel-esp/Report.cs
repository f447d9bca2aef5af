using System.Diagnostics;
using System.Text.Json;

namespace DsMip.KernelEsp.Lab;

/// <summary>Collects rows: a table for people and JSON lines for a test.</summary>
internal sealed class Report(string path) : IDisposable
{
    private readonly List<Row> _rows = [];
    private readonly StreamWriter _file = new(path) { AutoFlush = true };
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public int Failures => _rows.Count(row => !row.Ok);

    /// <summary>Adds a row: ok with the detail that is returned, or failed with the message of what is thrown.</summary>
    public void Check(string name, Func<string> trial)
    {
        Row row;
        try
        {
            row = new Row(name, true, trial());
        }
        catch (Exception e)
        {
            row = new Row(name, false, e.Message);
        }

        _rows.Add(row);
        _file.WriteLine(JsonSerializer.Serialize(row, JsonSerializerOptions.Web));
    }

    public void Print()
    {
        var width = _rows.Max(row => row.Name.Length);
        foreach (var row in _rows) Console.WriteLine($"{(row.Ok ? "ok  " : "FAIL")} {row.Name.PadRight(width)}  {row.Detail}");
        Console.WriteLine($"{_rows.Count} rows, {Failures} failed, {_clock.Elapsed.TotalSeconds:f0} s");
    }

    public void Dispose() => _file.Dispose();
}
