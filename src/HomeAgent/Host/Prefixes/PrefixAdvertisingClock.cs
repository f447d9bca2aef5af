using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.Wire;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>Wakes the entities that have to send an advertisement, once a second, and all bound ones, a few at a time, when prefixes have changed.</summary>
public sealed class PrefixAdvertisingClock(PrefixAdvertising prefixes, LifetimeWheel bindings, TimeProvider clock, Membership membership) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // Each of them may have to write to the journal, beside the registrations that there are.
    private const int ChangedPerTick = UpdatesUnderWay.DefaultLimit / 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        var (due, changed, revision) = (new List<Ipv6Address>(), new List<Ipv6Address>(), prefixes.Table.Revision);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (membership.Life?.Region is not { } entities) continue;
            due.Clear();
            prefixes.Due.Advance(clock.GetUtcNow(), due);
            if (revision != prefixes.Table.Revision)
            {
                revision = prefixes.Table.Revision;
                changed.Clear();
                bindings.CopyTo(changed);
            }
            var first = Math.Max(0, changed.Count - ChangedPerTick);
            due.AddRange(changed[first..]);
            changed.RemoveRange(first, changed.Count - first);
            foreach (var home in due) entities.Tell(new AdvertisementDue(home));
        }
    }
}
