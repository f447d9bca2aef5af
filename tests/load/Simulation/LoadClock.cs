using System.Diagnostics;

namespace DsMip.Load;

/// <summary>Monotonic time, nanoseconds.</summary>
internal static class LoadClock
{
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    public static long Of(TimeSpan time) => time.Ticks * 100;

    public static TimeSpan ToTime(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);
}
