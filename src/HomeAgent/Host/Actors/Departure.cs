using Akka.Actor;
using Akka.Cluster;

namespace DsMip.HomeAgent.Actors;

/// <summary>How a process goes when it is asked to: a member hands its shards over and leaves, whoever is none just ends.</summary>
internal static partial class Departure
{
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);

    /// <param name="cancellation">There is no more time: end as you are.</param>
    public static async Task LeaveAsync(ClusterLife life, ILogger log, CancellationToken cancellation)
    {
        if (life.Cluster is { IsTerminated: false, SelfMember.Status: MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving or MemberStatus.Exiting })
        {
            var shutdown = CoordinatedShutdown.Get(life.System);
            // Which runs once only: after a failed handshake the node leaves without it.
            var left = FailedHandshakes.IsOne(shutdown)
                ? LeaveByHandAsync(life, cancellation)
                : shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
            if (!await EndsAsync(left, cancellation).ConfigureAwait(false)) OutOfTime(log);
        }
        if (!await EndsAsync(life.System.Terminate().WaitAsync(LastPatience, CancellationToken.None), CancellationToken.None).ConfigureAwait(false)) OutOfTime(log);
    }

    private static async Task LeaveByHandAsync(ClusterLife life, CancellationToken cancellation)
    {
        await life.Region.GracefulStop(HandOver, Akka.Cluster.Sharding.GracefulShutdown.Instance).WaitAsync(cancellation).ConfigureAwait(false);
        await life.Cluster.LeaveAsync(cancellation).WaitAsync(LastPatience, cancellation).ConfigureAwait(false);
    }

    private static async Task<bool> EndsAsync(Task task, CancellationToken cancellation)
    {
        try
        {
            await task.WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "had no time left to leave the cluster in order")]
    private static partial void OutOfTime(ILogger log);
}
