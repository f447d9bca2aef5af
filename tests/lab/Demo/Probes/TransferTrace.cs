using System.Text.Json;

namespace DsMip.Lab.Probes;

/// <summary>What one end of a transfer has reported so far.</summary>
public sealed class TransferTrace
{
    private readonly Lock _lock = new();
    private readonly List<TransferReport> _reports = [];
    private readonly List<string> _noise = [];

    public TransferReport? Last
    {
        get
        {
            lock (_lock)
            {
                return _reports.LastOrDefault();
            }
        }
    }

    public IReadOnlyList<TransferReport> Reports
    {
        get
        {
            lock (_lock)
            {
                return [.. _reports];
            }
        }
    }

    /// <summary>Anything the process said besides reports: its complaints.</summary>
    public string Noise
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _noise);
            }
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<TransferReport>(line) is { } report)
            {
                _reports.Add(report);
            }
            else
            {
                _noise.Add(line);
            }
        }
    }
}
