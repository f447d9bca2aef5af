using System.Diagnostics;

namespace DsMip.Native.Tests.Ike;

internal static class Until
{
    /// <summary>Looks again and again until it holds; fails with what is known then.</summary>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, Func<string> what, int seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"waited {seconds} s in vain: {what()}");
            await Task.Delay(20);
        }

        return watch.Elapsed;
    }

    public static Task<TimeSpan> TrueAsync(Func<bool> condition, Func<string> what, int seconds = 20) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);
}
