using System.Diagnostics;
using System.Globalization;

namespace DsMip.KernelEsp.Lab;

/// <summary>The kernel's IPsec counters, /proc/net/xfrm_stat.</summary>
internal static class XfrmStatistics
{
    /// <summary>Runs an action and requires that it makes the named counters grow by <paramref name="count"/> together, and no other.</summary>
    public static string RequireGrowth(int count, string[] counters, Action action)
    {
        var before = Read();
        action();
        var growth = Growth(before);
        for (var clock = Stopwatch.StartNew(); growth.Values.Sum() < count && clock.ElapsedMilliseconds < 1000; growth = Growth(before))
            Thread.Sleep(1);
        var text = string.Join(", ", growth.Select(entry => $"{entry.Key} +{entry.Value}"));
        TrialException.Require(growth.Values.Sum() == count && growth.Keys.All(counters.Contains), $"{count} packets sent, counted: {text}");
        return text;
    }

    private static Dictionary<string, long> Growth(Dictionary<string, long> before) =>
        Read().Select(entry => (entry.Key, Value: entry.Value - before[entry.Key])).Where(entry => entry.Value != 0)
            .ToDictionary(entry => entry.Key, entry => entry.Value);

    private static Dictionary<string, long> Read() =>
        File.ReadLines("/proc/net/xfrm_stat").Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
}
