using System.Data.Common;
using Akka.Cluster;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// How an actor system becomes a member: it asks the seeds to be let in, for as long as it takes. If it holds bindings, and the store shows no sign
/// of life of any cluster, it founds one; the store makes sure that one process only does so.
/// </summary>
/// <param name="founding">Null: this process does not found a cluster with others.</param>
public sealed partial class Joining(ClusterOptions options, IFoundingRecord? founding, TimeProvider clock, ILogger<Joining> log)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the actor system has ended or will end.</summary>
    public async Task UntilEndAsync(ClusterLife life, CancellationToken cancellation)
    {
        var cluster = life.Cluster;
        if (options.IsAlone)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }
        cluster.JoinSeedNodes(options.Seeds.Select(seed => ClusterAddress.Of(seed, cluster.SelfAddress)).Where(seed => seed != cluster.SelfAddress).ToList());
        if (founding is null) return;
        var silence = new SilenceWatch();
        while (!cluster.IsTerminated && !cancellation.IsCancellationRequested)
        {
            if (!await TryBeatAsync(cluster, silence, cancellation).ConfigureAwait(false)) silence.Reset();
            await Task.WhenAny(life.System.WhenTerminated, Task.Delay(Beat, clock, cancellation)).ConfigureAwait(false);
        }
    }

    /// <returns>False: the store does not answer, and nothing is known.</returns>
    private async Task<bool> TryBeatAsync(Cluster cluster, SilenceWatch silence, CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Beat);
            if (cluster.SelfMember.Status == MemberStatus.Up) await founding!.BeatAsync(patience.Token).ConfigureAwait(false);
            else if (cluster.SelfMember.Status == MemberStatus.Removed) await FoundIfSilentAsync(cluster, silence, patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task FoundIfSilentAsync(Cluster cluster, SilenceWatch silence, CancellationToken cancellation)
    {
        var count = await founding!.ReadAsync(cancellation).ConfigureAwait(false);
        if (!silence.IsSilent(count, clock.GetElapsedTime(0))) return;
        if (!await founding.TryClaimAsync(count, cancellation).ConfigureAwait(false)) return;
        Founds(log, cluster.SelfAddress);
        cluster.Join(cluster.SelfAddress);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "nobody is there: {Self} founds the cluster")]
    private static partial void Founds(ILogger log, Akka.Actor.Address self);
}
