using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Frees the memory of bindings that expired while no entity was there to say so, for instance those of a store that was restored. Forwarding
/// stops at the end of the lifetime without it. What is removed here comes back with the next Binding Update only, so it waits until the end is
/// certain: a clock that jumps ahead and back again has ended nothing.
/// </summary>
public sealed class ExpiredBindings(BindingTable table, IDatapath datapath, TimeProvider clock) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>So long after its end a binding is remembered.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Sweep(clock.GetUtcNow());
    }

    internal void Sweep(DateTimeOffset now)
    {
        // What else hangs on a binding goes with it.
        foreach (var entry in table.Entries())
            if (entry.Expires + Grace <= now) datapath.Remove(entry.Home, entry.Version);
    }
}
