using System.Collections.Immutable;
using System.Threading.Channels;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>
/// Has the routes of this edge's blocks announced, and withdrawn when others have them or the process ends. What fails is tried again. Nothing is
/// announced before all bindings were read once and changes are heard of: packets would go where mobile nodes were.
/// </summary>
/// <param name="command">Null: routes are somebody else's affair.</param>
/// <param name="all">The blocks of all edges: a process that was killed here may have left some of them announced.</param>
internal sealed partial class BlockAnnouncer(
    IRouteCommand? command, ImmutableHashSet<HomeBlock> all, EdgeState state, EdgeMetrics metrics, ILogger<BlockAnnouncer> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(8);

    /// <summary>After so long without a cluster an edge announces what it has.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ImmutableHashSet<HomeBlock> _announced = [];
    private ImmutableHashSet<HomeBlock> _owned = [];

    /// <summary>What is to be announced.</summary>
    public ImmutableHashSet<HomeBlock> Owned => Volatile.Read(ref _owned);

    /// <summary>What leads here now, as far as the command sees to it.</summary>
    public ImmutableHashSet<HomeBlock> InForce => Volatile.Read(ref _announced);

    /// <summary>These blocks and no others. Any thread; never waits.</summary>
    public void Own(ImmutableHashSet<HomeBlock> blocks)
    {
        Volatile.Write(ref _owned, blocks);
        metrics.Owns(blocks.Count);
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Packets come no longer when this returns, as far as the command sees to it.</summary>
    /// <param name="cancellationToken">Not heeded: when the host has no time left the routes go all the same, within <see cref="Farewell"/>.</param>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Farewell);
        await base.StopAsync(patience.Token).ConfigureAwait(false);
        Own([]);
        await AnnounceAsync(patience.Token).ConfigureAwait(false);
        if (_announced.Count > 0) Stays(log, string.Join(", ", _announced));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ClearAsync(stoppingToken).ConfigureAwait(false);
            await KnowBindingsAsync(stoppingToken).ConfigureAwait(false);
            var pause = Retry;
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await AnnounceAsync(stoppingToken).ConfigureAwait(false))
                {
                    pause = Retry;
                    await _changes.Reader.ReadAsync(stoppingToken).ConfigureAwait(false);
                }
                else
                {
                    await Task.WhenAny(_changes.Reader.WaitToReadAsync(stoppingToken).AsTask(), Task.Delay(pause, stoppingToken)).ConfigureAwait(false);
                    _changes.Reader.TryRead(out _);
                    pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>Where there is no cluster to join there may be no other edge either: the bindings of the store are better than none.</summary>
    private async Task KnowBindingsAsync(CancellationToken stoppingToken)
    {
        await state.WhenRead.WaitAsync(stoppingToken).ConfigureAwait(false);
        await Task.WhenAny(state.WhenLoaded, Task.Delay(Alone, stoppingToken)).ConfigureAwait(false);
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <summary>What a predecessor left. Once: a command may well fail to remove what is not there.</summary>
    private async Task ClearAsync(CancellationToken cancellation)
    {
        if (command is null) return;
        foreach (var block in all)
        {
            if (Owned.Contains(block)) continue;
            if (await command.RunAsync(false, block, cancellation).ConfigureAwait(false) is { } problem) NotLeft(log, block, problem);
        }
    }

    /// <summary>First what nobody else may announce any more, then what others have.</summary>
    /// <returns>False: something failed.</returns>
    private async Task<bool> AnnounceAsync(CancellationToken cancellation)
    {
        var (owned, done) = (Owned, true);
        foreach (var block in owned.Except(_announced)) done &= await RunAsync(true, block, cancellation).ConfigureAwait(false);
        foreach (var block in _announced.Except(owned)) done &= await RunAsync(false, block, cancellation).ConfigureAwait(false);
        return done;
    }

    private async Task<bool> RunAsync(bool add, HomeBlock block, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return false;
        if (command is not null && await command.RunAsync(add, block, cancellation).ConfigureAwait(false) is { } problem)
        {
            if (!cancellation.IsCancellationRequested) Failed(log, add ? "add" : "remove", block, problem);
            return false;
        }
        Volatile.Write(ref _announced, add ? _announced.Add(block) : _announced.Remove(block));
        if (command is not null && add) Announced(log, block);
        else if (command is not null) Withdrawn(log, block);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "announces {Block}")]
    private static partial void Announced(ILogger log, HomeBlock block);

    [LoggerMessage(Level = LogLevel.Information, Message = "withdraws {Block}")]
    private static partial void Withdrawn(ILogger log, HomeBlock block);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Edge:RouteCommand remove {Block} at the start, in case that it was left announced: {Problem}")]
    private static partial void NotLeft(ILogger log, HomeBlock block, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Edge:RouteCommand {Action} {Block} failed and will be tried again: {Problem}")]
    private static partial void Failed(ILogger log, string action, HomeBlock block, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "ends, and these blocks are still announced: {Blocks}")]
    private static partial void Stays(ILogger log, string blocks);
}
