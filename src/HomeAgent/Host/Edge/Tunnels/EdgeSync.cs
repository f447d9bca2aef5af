using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Reads bindings from the store into the table of this edge: all of them at start, while control nodes tell what changes, and what changed lately
/// whenever something may have passed by. Forwarding goes on meanwhile, also while there is no store.
/// </summary>
internal sealed partial class EdgeSync(
    IBindingStore store, BindingMerge merge, EdgeState state, EdgeMetrics metrics, HomeAgentMetrics common, TimeProvider clock, ILogger<EdgeSync> log)
    : BackgroundService, IResync
{
    /// <summary>So long the start waits for bindings before it goes on without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Requests come in bunches, from every control node.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <summary>A database ends what a dead process has sent to it, which may take a moment.</summary>
    private static readonly TimeSpan[] AfterLoss = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];

    /// <summary>All nodes know of a mobile node within seconds.</summary>
    private static readonly TimeSpan StrangersPatience = TimeSpan.FromMinutes(1);

    private const int MostStrangers = 10_000;

    private readonly Channel<SyncCause> _requests =
        Channel.CreateBounded<SyncCause>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _later = new();
    private JournalPosition? _position;
    private (List<StoredBinding> Rows, DateTimeOffset Since)? _strangers;

    public void Request(SyncCause cause)
    {
        if (cause == SyncCause.ControlNodeLost) AskAgainLater();
        _requests.Writer.TryWrite(cause);
    }

    /// <summary>As a rule, the first packet finds a full table.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(state.WhenRead, Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Request(SyncCause.Start);
            while (!stoppingToken.IsCancellationRequested)
            {
                await NextRequestAsync(stoppingToken).ConfigureAwait(false);
                await ReadUntilDoneAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Rest, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>One reading of the store: all of it the first time and after a failure, else what changed since the reading before.</summary>
    /// <returns>Tunnels in force among what was read.</returns>
    /// <exception cref="DbException">It did not get to the end; what it read is in the table.</exception>
    internal async Task<int> ReadAsync(CancellationToken cancellation)
    {
        var (from, tunnels, strangers) = (_position, 0, new List<StoredBinding>());
        _position = null;
        // What is committed from here on is read the next time.
        var next = await store.PositionAsync(cancellation).ConfigureAwait(false);
        await foreach (var row in from is { } position ? store.ChangedSinceAsync(position, cancellation) : store.NewestAsync(cancellation))
        {
            switch (merge.Apply(row, clock.GetUtcNow()))
            {
                case MergedRow.Tunnel: tunnels++; break;
                case MergedRow.Unreadable: LeaveOut(row); break;
                case MergedRow.Stranger when strangers.Count < MostStrangers: strangers.Add(row); break;
            }
        }
        if (strangers.Count > 0) _strangers = ([.. strangers.UnionBy(_strangers?.Rows ?? [], row => row.PersistenceId).Take(MostStrangers)], clock.GetUtcNow());
        _position = next;
        metrics.Synced(isWhole: from is null, clock.GetUtcNow());
        return tunnels;
    }

    private async Task ReadUntilDoneAsync(CancellationToken stoppingToken)
    {
        var watch = Stopwatch.StartNew();
        var pause = FirstRetry;
        for (var failures = 0; ; failures++)
        {
            try
            {
                var asMember = state.IsMember;
                var tunnels = await ReadAsync(stoppingToken).ConfigureAwait(false);
                if (!state.WhenRead.IsCompleted || failures > 0) Loaded(log, tunnels, watch.Elapsed);
                state.Read(asMember);
                return;
            }
            catch (Exception e) when (e is DbException or TimeoutException or IOException or InvalidOperationException)
            {
                metrics.SyncFailed();
                if (failures == 0) Failed(log, e.Message.ReplaceLineEndings(" "));
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(false);
            pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
        }
    }

    /// <summary>A mobile node that was made known a moment ago may be bound before this edge has heard of it.</summary>
    internal void MeetStrangers()
    {
        if (_strangers is not { } some) return;
        some.Rows.RemoveAll(row => merge.Apply(row, clock.GetUtcNow()) != MergedRow.Stranger);
        if (some.Rows.Count == 0 || clock.GetUtcNow() - some.Since > StrangersPatience) _strangers = null;
    }

    private void LeaveOut(StoredBinding row)
    {
        common.Unreadable();
        Unreadable(log, row.PersistenceId, row.Version);
    }

    private void AskAgainLater()
    {
        lock (_gate)
        {
            _later.Clear();
            foreach (var pause in AfterLoss) _later.Enqueue(clock.GetUtcNow() + pause);
        }
    }

    private async Task NextRequestAsync(CancellationToken stoppingToken)
    {
        while (!_requests.Reader.TryRead(out _))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var asked = _requests.Reader.WaitToReadAsync(end.Token).AsTask();
            await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(1), stoppingToken)).ConfigureAwait(false);
            stoppingToken.ThrowIfCancellationRequested();
            await end.CancelAsync().ConfigureAwait(false);
            MeetStrangers();
            // Nobody tells what changes: so it is looked for every second.
            if (IsTimeToAskAgain() || !state.IsMember) return;
        }
    }

    private bool IsTimeToAskAgain()
    {
        lock (_gate) return _later.TryPeek(out var when) && when <= clock.GetUtcNow() && _later.TryDequeue(out _);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "loaded {Count} bindings from the store in {Elapsed}")]
    private static partial void Loaded(ILogger log, int count, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "bindings cannot be read from the store; the edge forwards by what it knows and tries again: {Reason}")]
    private static partial void Failed(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the stored binding {PersistenceId} cannot be read and is left out (sequence number {Version})")]
    private static partial void Unreadable(ILogger log, string persistenceId, long version);
}
