using System.Collections.Concurrent;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Asks the entities by the shard region, or the proxy of it, that this process has.</summary>
public sealed class EntitySwitching(IBindingStore bindings, Membership membership, TimeProvider clock) : IHomeAgentSwitching
{
    /// <summary>More than the way to the entity and back, its recovery and its journal take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>So many are asked at a time: far fewer than a control node has Binding Updates under way.</summary>
    private const int AtATime = 32;

    public async Task<SwitchOutcome> SwitchAsync(SwitchHomeAgent request, CancellationToken cancellation) =>
        (await membership.AskAsync<SwitchAnswer>(request, Patience, cancellation).ConfigureAwait(false))?.Outcome ?? SwitchOutcome.Unavailable;

    public async Task<IReadOnlyDictionary<SwitchOutcome, int>> SwitchAllAsync(TimeSpan? within, CancellationToken cancellation)
    {
        var counts = new ConcurrentDictionary<SwitchOutcome, int>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(bindings.NewestAsync(cancellation), limit, async (row, stop) =>
        {
            if (row.State?.Entry is not { } entry || !BindingSwitch.IsPossible(entry, clock.GetUtcNow())) return;
            var outcome = await SwitchAsync(new SwitchHomeAgent(entry.HomeAddress, within), stop).ConfigureAwait(false);
            counts.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        }).ConfigureAwait(false);
        return counts;
    }
}
