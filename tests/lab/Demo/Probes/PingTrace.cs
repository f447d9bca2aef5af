using System.Globalization;
using System.Text.RegularExpressions;

namespace DsMip.Lab.Probes;

/// <summary>The replies of one `ping -D`, and the silences between them.</summary>
public sealed partial class PingTrace
{
    private readonly Lock _lock = new();
    private readonly List<double> _replies = [];
    private readonly List<string> _oddities = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _replies.Count;
            }
        }
    }

    /// <summary>Lines that are neither replies nor notes of a missing one, e.g. an ICMP error: the first few.</summary>
    public IReadOnlyList<string> Oddities
    {
        get
        {
            lock (_lock)
            {
                return [.. _oddities];
            }
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            if (ReplyLine().Match(line) is { Success: true } reply)
            {
                _replies.Add(double.Parse(reply.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
            else if (line.StartsWith('[') && !line.Contains("no answer yet", StringComparison.Ordinal) && _oddities.Count < 20)
            {
                _oddities.Add(line);
            }
        }
    }

    /// <summary>
    /// The longest silence that ends in the given stretch of time, or is still going on at its end. It may begin before: the last
    /// reply before a move is what the first one after it is measured from.
    /// </summary>
    public TimeSpan LongestGap(double from, double to)
    {
        var previous = double.NaN;
        var longest = 0.0;
        foreach (var reply in Replies())
        {
            if (reply > to)
            {
                break;
            }

            longest = reply >= from && !double.IsNaN(previous) ? Math.Max(longest, reply - previous) : longest;
            previous = reply;
        }

        var tail = to - (double.IsNaN(previous) ? from : previous);
        return TimeSpan.FromSeconds(Math.Max(longest, tail));
    }

    /// <summary>Every silence longer than <paramref name="threshold"/> seconds.</summary>
    public IReadOnlyList<(double From, double To)> Gaps(double threshold)
    {
        var replies = Replies();
        return [.. replies.Zip(replies.Skip(1)).Where(p => p.Second - p.First > threshold)];
    }

    private List<double> Replies()
    {
        lock (_lock)
        {
            return [.. _replies];
        }
    }

    [GeneratedRegex(@"^\[(\d+\.\d+)\] \d+ bytes from ")]
    private static partial Regex ReplyLine();
}
