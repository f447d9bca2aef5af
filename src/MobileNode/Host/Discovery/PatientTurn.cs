using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Discovery;

/// <summary>Searches for a home agent that we could turn to, again and again, while the one that is to be left serves us.</summary>
internal static class PatientTurn
{
    /// <param name="search">True: there is another one. Cut off when the time is over.</param>
    /// <returns>False: nobody was found in time.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<bool> RunAsync(Func<CancellationToken, Task<bool>> search, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        var again = new TurnSearch(clock.GetUtcNow(), patience);
        using var over = new CancellationTokenSource(patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, over.Token);
        try
        {
            while (!await search(end.Token).ConfigureAwait(false))
            {
                if (again.Failed(clock.GetUtcNow()) is not { } pause) return false;
                await Task.Delay(pause, clock, end.Token).ConfigureAwait(false);
            }
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
