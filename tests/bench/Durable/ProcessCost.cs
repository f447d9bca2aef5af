using System.Globalization;

namespace DsMip.Bench.Durable;

/// <summary>What a process and its children have used, from /proc.</summary>
/// <param name="Processor">User and system time; of children that ended, too, once they were waited for.</param>
/// <param name="ResidentBytes">Of the process itself.</param>
internal readonly record struct ProcessCost(TimeSpan Processor, long ResidentBytes)
{
    private const int TicksPerSecond = 100; // USER_HZ
    private const int PageSize = 4096;

    public static ProcessCost Of(int process)
    {
        var (own, resident) = Read(process, withEnded: true);
        return new ProcessCost(TimeSpan.FromSeconds((own + Children(process).Sum(child => Read(child, withEnded: false).Ticks)) / (double)TicksPerSecond), resident);
    }

    private static IEnumerable<int> Children(int process)
    {
        var path = $"/proc/{process}/task/{process}/children";
        return File.Exists(path)
            ? File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))
            : [];
    }

    private static (long Ticks, long Resident) Read(int process, bool withEnded)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return default; // it has just ended
        }
        // The name, in parentheses, may hold anything; what follows does not. proc(5) counts from 1 with the name as 2.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        return (Field(14) + Field(15) + (withEnded ? Field(16) + Field(17) : 0), Field(24) * PageSize);
    }
}
