using System.Data.Common;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>Follows what the store says of this edge: is it to leave its blocks to others? While the store does not answer it stays as it was.</summary>
internal sealed partial class DrainWatch(IEdgeDrainStore drains, HomeAgentOptions options, EdgeState state, TimeProvider clock, ILogger<DrainWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _self = options.EdgeName ?? EdgeOptions.OnlyName;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do await LookAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var isDrained = (await drains.ReadAsync(cancellation).ConfigureAwait(false)).Any(edge => edge.Name == _self);
            if (isDrained == state.IsDrained) return;
            state.Drain(isDrained);
            if (isDrained) Drained(log);
            else Undrained(log);
        }
        catch (DbException)
        {
            // Others complain of that.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "drained: its blocks are left to other edges")]
    private static partial void Drained(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "not drained any more: takes its blocks back")]
    private static partial void Undrained(ILogger log);
}
