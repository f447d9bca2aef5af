using System.Data.Common;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Keeps the newest row of every mobile node and removes the rest: cheaper by far than snapshots, which the journal never batches.</summary>
public sealed partial class JournalJanitor(IBindingStore store, TimeProvider clock, ILogger<JournalJanitor> log) : BackgroundService
{
    private const int Batch = 2000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);
    private long _seen;

    /// <summary>Everything up to the newest row that is there now.</summary>
    /// <returns>Rows removed.</returns>
    public int Sweep()
    {
        var all = 0;
        while (SweepBatch(out var removed)) all += removed;
        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = TrySweepBatch();
            try
            {
                await Task.Delay(more ? BetweenBatches : Rest, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private bool TrySweepBatch()
    {
        try
        {
            return SweepBatch(out _);
        }
        catch (DbException e)
        {
            SweepFailed(log, e.Message);
            return false;
        }
    }

    private bool SweepBatch(out int removed)
    {
        var from = _seen;
        (_seen, removed) = store.RemoveReplaced(from, Batch);
        return _seen > from;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "journal janitor will try again: {Reason}")]
    private static partial void SweepFailed(ILogger log, string reason);
}
