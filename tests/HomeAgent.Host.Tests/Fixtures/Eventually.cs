using System.Diagnostics;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>Waits for what comes to be on another thread, with much more patience than it should take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Is(Func<Task<bool>> condition)
    {
        var started = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(started.Elapsed < Patience, "did not come to be");
            await Task.Delay(20);
        }
    }
}
