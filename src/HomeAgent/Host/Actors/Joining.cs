using Akka.Cluster;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// How an actor system becomes a member: it asks the seeds to be let in, for as long as it takes. If it holds bindings, and the store shows no sign
/// of life of any cluster, it founds one; the store makes sure that one process only does so. Without seeds it founds one of its own.
/// </summary>
/// <param name="founding">Null: this process does not found a cluster with others, or shares its store with nobody.</param>
/// <param name="claimed">By <see cref="SoleUse"/>, for the first actor system.</param>
public sealed partial class Joining(ClusterOptions options, IFoundingRecord? founding, TimeProvider clock, ILogger<Joining> log, Guid? claimed = null)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(10);

    private Guid? _claimed = claimed;

    /// <summary>Returns when the actor system has ended or will end.</summary>
    public async Task UntilEndAsync(ClusterLife life, CancellationToken cancellation)
    {
        var cluster = life.Cluster;
        if (!options.IsAlone)
        {
            cluster.JoinSeedNodes(options.Seeds.Select(seed => ClusterAddress.Of(seed, cluster.SelfAddress)).Where(seed => seed != cluster.SelfAddress).ToList());
        }
        else if (founding is null)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }
        var signs = founding is null ? null : new SignsOfLife(founding, _claimed, clock, log);
        _claimed = null;
        var joined = clock.GetTimestamp();
        while (!cluster.IsTerminated && !cancellation.IsCancellationRequested)
        {
            if (signs is not null) await signs.BeatAsync(life, Beat, cancellation).ConfigureAwait(false);
            if (cluster.SelfMember.Status != MemberStatus.Removed)
            {
                joined = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(joined) >= Reminder)
            {
                joined = clock.GetTimestamp();
                Remind();
            }
            await Task.WhenAny(life.System.WhenTerminated, Task.Delay(Beat, clock, cancellation)).ConfigureAwait(false);
        }
    }

    private void Remind()
    {
        if (options.IsAlone) Shared(log);
        else Outside(log, string.Join(", ", options.Seeds));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "no seed lets this process in: {Seeds}")]
    private static partial void Outside(ILogger log, string seeds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "another home agent uses this database, or it does not answer")]
    private static partial void Shared(ILogger log);
}
