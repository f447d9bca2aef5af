using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.Wire;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>Wakes the entities that have to send an advertisement, once a second, and all bound ones when prefixes have changed.</summary>
public sealed class PrefixAdvertisingClock(PrefixAdvertising prefixes, LifetimeWheel bindings, TimeProvider clock, Membership membership) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        var (due, revision) = (new List<Ipv6Address>(), prefixes.Table.Revision);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (membership.Life?.Region is not { } entities) continue;
            due.Clear();
            prefixes.Due.Advance(clock.GetUtcNow(), due);
            if (revision != prefixes.Table.Revision)
            {
                revision = prefixes.Table.Revision;
                bindings.CopyTo(due);
            }
            foreach (var home in due) entities.Tell(new AdvertisementDue(home));
        }
    }
}
