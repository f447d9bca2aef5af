using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Entities start when they are spoken to; those that had a revocation or a switch in progress when their control node died are woken instead of waiting for that. The leader of the
/// control nodes does it, when it has started or another one has gone.
/// </summary>
public sealed partial class InterruptedEntities(IBindingStore bindings, Membership membership, TimeProvider clock, ILogger<InterruptedEntities> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private ClusterLife? _life;
    private HashSet<UniqueAddress> _members = [];
    private bool _isDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (membership.Life is not { } life || !Look(life)) continue;
            try
            {
                var woken = await WakeAsync(life.Region, stoppingToken).ConfigureAwait(false);
                _isDue = false;
                if (woken > 0) Woken(log, woken);
            }
            catch (DbException e)
            {
                // The next second.
                NotRead(log, e.Message.ReplaceLineEndings(" "));
            }
        }
    }

    /// <returns>They are to be woken from here.</returns>
    private bool Look(ClusterLife life)
    {
        var state = life.Cluster.State;
        var members = state.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting && member.HasRole(ClusterConfiguration.ControlRole)).Select(member => member.UniqueAddress).ToHashSet();
        if (!members.Contains(life.Cluster.SelfUniqueAddress)) return false;
        _isDue |= life != _life || !_members.IsSubsetOf(members);
        (_life, _members) = (life, members);
        // All see who has gone, and who the leader is.
        if (state.RoleLeader(ClusterConfiguration.ControlRole) != life.Cluster.SelfAddress) _isDue = false;
        return _isDue;
    }

    private async Task<int> WakeAsync(IActorRef entities, CancellationToken cancellation)
    {
        var (woken, now) = (0, clock.GetUtcNow());
        await foreach (var row in bindings.NewestAsync(cancellation).ConfigureAwait(false))
        {
            if (row.State?.Entry is not { } entry || entry.Expires <= now || !IsInterrupted(entry)) continue;
            entities.Tell(new LifetimeEnded(entry.HomeAddress));
            woken++;
        }
        return woken;
    }

    /// <summary>It has something to do that nobody will ask for.</summary>
    internal static bool IsInterrupted(Core.BindingCacheEntry? entry) => BindingRevocation.InProgress(entry) is not null || BindingSwitch.InProgress(entry) is not null;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} revocations and switches of a control node that is gone go on")]
    private static partial void Woken(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "revocations and switches of a control node that is gone wait: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
