using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Frees the memory of bindings that expired while no entity was there to say so, for instance those of a store that was restored. Forwarding
/// stops at the end of the lifetime without it.
/// </summary>
public sealed class ExpiredBindings(BindingTable table, IDatapath datapath, TimeProvider clock) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            // What else hangs on a binding goes with it.
            foreach (var entry in table.Entries())
                if (entry.Expires <= clock.GetUtcNow()) datapath.Remove(entry.Home, entry.Version);
        }
    }
}
