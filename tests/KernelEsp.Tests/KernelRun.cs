using System.Text.Json;
using DsMip.KernelEsp.Lab;

namespace DsMip.KernelEsp.Tests;

/// <summary>One boot and one run of the whole lab; its rows by name.</summary>
public sealed class KernelRun
{
    private readonly Dictionary<string, Row> _rows = [];
    private readonly string _output;

    public KernelRun()
    {
        if (UserModeLinux.SkipReason is { } reason)
        {
            _output = reason;
            return;
        }

        // Beside the test: /tmp of the guest is not ours.
        var results = Path.Combine(AppContext.BaseDirectory, $"kernel-esp-{Environment.ProcessId}.jsonl");
        var lab = Path.Combine(AppContext.BaseDirectory, "DsMip.KernelEsp.Lab.dll");
        try
        {
            (_, _output) = UserModeLinux.Run("1G", Environment.ProcessPath is { } host && IsHost(host) ? host : "dotnet", lab, results);
            foreach (var line in File.Exists(results) ? File.ReadLines(results) : [])
            {
                var row = JsonSerializer.Deserialize<Row>(line, JsonSerializerOptions.Web)!;
                _rows.Add(row.Name, row);
            }
        }
        finally
        {
            File.Delete(results);
        }
    }

    public Row this[string name] =>
        _rows.GetValueOrDefault(name) ?? new Row(name, false, "the run has no such row: " + _output[^Math.Min(_output.Length, 2000)..]);

    private static bool IsHost(string path) => Path.GetFileName(path) == "dotnet";
}
