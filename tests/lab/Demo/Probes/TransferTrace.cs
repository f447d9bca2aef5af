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

    /// <summary>
    /// The longest time in which nothing more was received that ends in the given stretch, or is still going on at its end. As fine as the
    /// reports: 100 ms.
    /// </summary>
    public TimeSpan LongestPause(double from, double to)
    {
        var (last, since, longest) = (-1L, from, 0.0);
        foreach (var report in Reports.Where(r => r.Time <= to))
        {
            if (report.Received > last)
            {
                longest = report.Time >= from ? Math.Max(longest, report.Time - since) : longest;
                (last, since) = (report.Received, report.Time);
            }
        }

        return TimeSpan.FromSeconds(Math.Max(longest, to - since));
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
