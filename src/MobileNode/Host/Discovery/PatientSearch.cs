using System.Collections.Immutable;
using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Discovery;

/// <summary>Searches again until there is something, less and less often.</summary>
internal static class PatientSearch
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(32);

    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<ImmutableArray<HomeAgentCandidate>> RunAsync(
        Func<CancellationToken, Task<ImmutableArray<HomeAgentCandidate>>> search, TimeProvider clock, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await search(stop).ConfigureAwait(false) is { IsEmpty: false } found) return found;
            await Task.Delay(pause, clock, stop).ConfigureAwait(false);
        }
    }
}
