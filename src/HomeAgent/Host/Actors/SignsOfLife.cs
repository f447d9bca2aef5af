using System.Data.Common;
using Akka.Cluster;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// What one actor system and the store tell each other of the cluster. A member gives signs of life; when they are refused, because another cluster was
/// founded on the same store while this one could not reach it, it ends. Who is none founds one when nobody gives signs.
/// </summary>
/// <param name="claimed">The right to found a cluster, which this process has got already.</param>
internal sealed partial class SignsOfLife(IFoundingRecord record, Guid? claimed, TimeProvider clock, ILogger log)
{
    private readonly SilenceWatch _silence = new();
    private Guid? _founding = claimed;

    /// <summary>Once. A store that does not answer says nothing.</summary>
    public async Task BeatAsync(ClusterLife life, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(limit);
            var status = life.Cluster.SelfMember.Status;
            if (status == MemberStatus.Up) await BeatAsync(life, patience.Token).ConfigureAwait(false);
            else if (status == MemberStatus.Removed) await FoundIfSilentAsync(life.Cluster, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            _silence.Reset();
        }
    }

    private async Task BeatAsync(ClusterLife life, CancellationToken cancellation)
    {
        _founding ??= (await record.ReadAsync(cancellation).ConfigureAwait(false)).Founding;
        if (await record.BeatAsync(_founding.Value, cancellation).ConfigureAwait(false)) return;
        Replaced(log);
        // Nobody waits for an end that takes long: all of this cluster do the same.
        _ = life.System.Terminate();
    }

    private async Task FoundIfSilentAsync(Cluster cluster, CancellationToken cancellation)
    {
        if (_founding is null)
        {
            var signs = await record.ReadAsync(cancellation).ConfigureAwait(false);
            if (!_silence.IsSilent(signs.Count, clock.GetElapsedTime(0))) return;
            _founding = await record.TryClaimAsync(signs.Count, cancellation).ConfigureAwait(false);
            if (_founding is null) return;
        }
        // Read again: this process may have been held up for long since it claimed.
        if ((await record.ReadAsync(cancellation).ConfigureAwait(false)).Founding != _founding)
        {
            _founding = null;
            return;
        }
        Founds(log, cluster.SelfAddress);
        cluster.Join(cluster.SelfAddress);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "nobody is there: {Self} founds the cluster")]
    private static partial void Founds(ILogger log, Akka.Actor.Address self);

    [LoggerMessage(Level = LogLevel.Warning, Message = "another cluster was founded on this database meanwhile, this one ends")]
    private static partial void Replaced(ILogger log);
}
