using Akka.Actor;
using Akka.Hosting;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>Turns the lifetime wheel, once a second, and wakes the entities whose time is up.</summary>
public sealed class LifetimeClock(LifetimeWheel wheel, TimeProvider clock, IRequiredActor<BindingCacheEntryActor> region) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var entities = await region.GetAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Tick, clock);
        var ended = new List<Ipv6Address>();
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            ended.Clear();
            wheel.Advance(clock.GetUtcNow(), ended);
            foreach (var home in ended) entities.Tell(new LifetimeEnded(home));
        }
    }
}
