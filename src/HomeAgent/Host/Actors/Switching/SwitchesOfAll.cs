using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Has all mobile nodes go, or lets them stay: noted in the store, and done by <see cref="SwitchOfAllRunner"/> of whichever control node leads.</summary>
public sealed class SwitchesOfAll(ISwitchOfAllStore store, TimeProvider clock)
{
    /// <summary>The one that runs, or else the last one; null: there was none.</summary>
    public Task<SwitchOfAll?> ReadAsync(CancellationToken cancellation) => store.ReadAsync(cancellation);

    /// <param name="within">Null: they may stay.</param>
    /// <returns>Null: one is running.</returns>
    public async Task<SwitchOfAll?> TryBeginAsync(string actor, TimeSpan? within, CancellationToken cancellation)
    {
        var last = await store.ReadAsync(cancellation).ConfigureAwait(false);
        if (last is { IsRunning: true }) return null;
        var run = SwitchOfAll.Begin(last, clock.GetUtcNow(), actor, within);
        return await store.TryWriteAsync(run, cancellation).ConfigureAwait(false) ? run : null;
    }

    /// <returns>Null: none is running.</returns>
    public async Task<SwitchOfAll?> TryStopAsync(CancellationToken cancellation)
    {
        while (await store.ReadAsync(cancellation).ConfigureAwait(false) is { IsRunning: true } run)
        {
            var stopped = run.End(SwitchOfAllState.Stopped, clock.GetUtcNow());
            if (await store.TryWriteAsync(stopped, cancellation).ConfigureAwait(false)) return stopped;
        }
        return null;
    }
}
