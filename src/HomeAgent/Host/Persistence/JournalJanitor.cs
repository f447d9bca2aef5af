
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Keeps the newest row of every mobile node and removes the rest: cheaper by far than snapshots, which the journal never batches. How long the rest is
/// kept is a setting, for those who want to look at it.
/// </summary>
public sealed partial class JournalJanitor(IBindingStore store, StoreOptions options, TimeProvider clock, ILogger<JournalJanitor> log) : BackgroundService
{
    private const int Batch = 2000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);

    /// <summary>Clocks of writers may be ahead: if nothing is kept they are not asked.</summary>
    private DateTimeOffset Before => options.KeepReplaced > TimeSpan.Zero ? clock.GetUtcNow() - options.KeepReplaced : DateTimeOffset.MaxValue;

    /// <summary>Everything up to the newest row that is there now.</summary>
    /// <returns>Rows removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var all = 0;
        while (await store.RemoveReplacedAsync(Batch, Before, cancellation).ConfigureAwait(false) is { More: true } sweep) all += sweep.Removed;
        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var more = await TrySweepBatchAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(more ? BetweenBatches : Rest, clock, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<bool> TrySweepBatchAsync(CancellationToken cancellation)
    {
        try
        {
            return (await store.RemoveReplacedAsync(Batch, Before, cancellation).ConfigureAwait(false)).More;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SweepFailed(log, e.Message.ReplaceLineEndings(" "));
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "journal janitor will try again: {Reason}")]
    private static partial void SweepFailed(ILogger log, string reason);
}
