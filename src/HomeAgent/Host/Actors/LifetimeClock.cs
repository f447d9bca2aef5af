using Akka.Actor;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Turns the lifetime wheel, once a second, and wakes the entities whose time is up; outside of the cluster it stands still. Entities that have nothing to do
/// are sent to rest.
/// </summary>
public sealed class LifetimeClock(LifetimeWheel wheel, AwakeEntities awake, TimeProvider clock, Membership membership) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        var ended = new List<Ipv6Address>();
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            awake.Tick(clock.GetUtcNow());
            if (membership.Life?.Region is not { } entities) continue;
            ended.Clear();
            wheel.Advance(clock.GetUtcNow(), ended);
            foreach (var home in ended) entities.Tell(new LifetimeEnded(home));
        }
    }
}
