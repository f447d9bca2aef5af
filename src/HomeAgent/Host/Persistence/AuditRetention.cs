using System.Data.Common;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Takes rows of the audit log away that are older than is wanted.</summary>
public sealed partial class AuditRetention(IStore store, HomeAgentOptions options, TimeProvider clock, ILogger<AuditRetention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do await TrySweepAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellation)
    {
        try
        {
            var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Admin.KeepAuditDays);
            if (await store.Audit.RemoveAsync(before, cancellation).ConfigureAwait(false) is > 0 and var rows) Removed(log, rows, options.Admin.KeepAuditDays);
        }
        catch (DbException e)
        {
            Failed(log, e.Message.ReplaceLineEndings(" "));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "removed {Rows} rows of the audit log that were older than {Days} days")]
    private static partial void Removed(ILogger log, int rows, int days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "old rows of the audit log could not be removed, and will be in an hour: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
