using DsMip.HomeAgent.Edge;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Keeps this process a member of its cluster: owns the actor system, and when the others have thrown it out, or it has given up on them itself,
/// makes a new one that joins again. Packets are forwarded meanwhile.
/// </summary>
public sealed partial class Membership(Func<ClusterLife> begin, Joining joining, EntityRegion entities, TimeProvider clock, ILogger<Membership> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private volatile ClusterLife? _life;
    private Task _run = Task.CompletedTask;

    /// <summary>Null: there is none at the moment.</summary>
    public ClusterLife? Life => _life;

    /// <summary>Returns when the actor system is there, which has joined nobody yet then.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        _run = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Hands over and leaves, if that can be done within the time that the host gives.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_life is { } life) await Departure.LeaveAsync(life, log, cancellationToken).ConfigureAwait(false);
        try
        {
            await _run.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process ends, and with it what did not want to.
            Stuck(log);
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Whatever happens, somebody goes on giving signs of life and joining.</summary>
    private async Task RunAsync()
    {
        do
        {
            try
            {
                if (_life is { } life) await LiveAsync(life).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                if (!_stop.IsCancellationRequested) Surprised(log, e);
            }
        }
        while (!_stop.IsCancellationRequested && await TryNextAsync().ConfigureAwait(false));
    }

    private async Task LiveAsync(ClusterLife life)
    {
        await joining.UntilEndAsync(life, _stop.Token).ConfigureAwait(false);
        await life.System.WhenTerminated.ConfigureAwait(false);
        entities.Close();
        _life = null;
        if (!_stop.IsCancellationRequested) Ended(log);
    }

    private async Task<bool> TryNextAsync()
    {
        if (!await PauseAsync().ConfigureAwait(false)) return false;
        if (_life is null) TryBegin();
        return true;
    }

    private void TryBegin()
    {
        try
        {
            Begin();
        }
        catch (Exception e)
        {
            NotBegun(log, e.GetBaseException().Message.ReplaceLineEndings(" "));
        }
    }

    private void Begin()
    {
        var life = begin();
        life.System.ActorOf(Akka.Actor.Props.Create(() => new MembershipWatch(() => entities.Open(life.Region, life.Edge), log)), "membership");
        _life = life;
    }

    private async Task<bool> PauseAsync()
    {
        try
        {
            await Task.Delay(Pause, clock, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "no longer a member of the cluster, joining again")]
    private static partial void Ended(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "cannot join the cluster, trying again: {Reason}")]
    private static partial void NotBegun(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the cluster is looked after with difficulty, going on")]
    private static partial void Surprised(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the actor system does not end, and is left as it is")]
    private static partial void Stuck(ILogger log);
}
