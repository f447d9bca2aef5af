using System.Collections.Concurrent;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors.Switching;

/// <summary>Goes through the mobile nodes that a run has not asked yet, some at a time, and notes each time how far it has come.</summary>
internal sealed class SwitchOfAllPass(ISwitchOfAllStore store, IBindingStore bindings, IHomeAgentSwitching switching, TimeProvider clock)
{
    /// <summary>So many are asked between two notes.</summary>
    internal const int Step = 64;

    /// <summary>So many are asked at a time: far fewer than a control node has Binding Updates under way.</summary>
    private const int AtATime = 32;

    /// <summary>An entity that moves, or has no room in the journal, has another chance.</summary>
    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="mayGoOn">Asked before every step.</param>
    /// <returns>As it is now: ended, or still running if it may not go on or somebody else does. Null: there is another one.</returns>
    public async Task<SwitchOfAll?> RunAsync(SwitchOfAll run, Func<bool> mayGoOn, CancellationToken cancellation)
    {
        var left = await LeftAsync(run, cancellation).ConfigureAwait(false);
        var now = await NoteAsync(run, run.After, one => one.Counted(left.Count), cancellation).ConfigureAwait(false);
        foreach (var step in left.Chunk(Step))
        {
            if (now is not { IsRunning: true } || !mayGoOn()) return now;
            var tally = await AskAsync(now, step, cancellation).ConfigureAwait(false);
            // Also if it was stopped meanwhile: these have been asked.
            now = await NoteAsync(run, now.After, one => one.Advanced(step[^1].Id, tally), cancellation).ConfigureAwait(false);
        }
        if (now is not { IsRunning: true }) return now;
        return await NoteAsync(run, now.After, one => one.End(SwitchOfAllState.Done, clock.GetUtcNow()), cancellation).ConfigureAwait(false);
    }

    private async Task<List<(string Id, Ipv6Address HomeAddress)>> LeftAsync(SwitchOfAll run, CancellationToken cancellation)
    {
        var left = new List<(string Id, Ipv6Address HomeAddress)>();
        await foreach (var row in bindings.NewestAsync(cancellation).ConfigureAwait(false))
            if (row.State?.Entry is { } entry && string.CompareOrdinal(row.PersistenceId, run.After) > 0 && run.Concerns(entry, clock.GetUtcNow()))
                left.Add((row.PersistenceId, entry.HomeAddress));
        left.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return left;
    }

    /// <param name="after">Where it is by what we know: if it is elsewhere, another one goes on with it.</param>
    private async Task<SwitchOfAll?> NoteAsync(SwitchOfAll run, string after, Func<SwitchOfAll, SwitchOfAll> next, CancellationToken cancellation)
    {
        while (await store.ReadAsync(cancellation).ConfigureAwait(false) is { } stored && stored.Number == run.Number && stored.After == after)
        {
            var changed = next(stored);
            if (changed == stored || await store.TryWriteAsync(changed, cancellation).ConfigureAwait(false)) return changed;
        }
        return null;
    }

    private async Task<SwitchTally> AskAsync(SwitchOfAll run, (string Id, Ipv6Address HomeAddress)[] nodes, CancellationToken cancellation)
    {
        var outcomes = new ConcurrentBag<SwitchOutcome>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(nodes, limit, async (node, stop) => outcomes.Add(await AskAsync(run, node.HomeAddress, stop).ConfigureAwait(false))).ConfigureAwait(false);
        return outcomes.Aggregate(default(SwitchTally), (tally, outcome) => tally + Of(outcome));
    }

    private async Task<SwitchOutcome> AskAsync(SwitchOfAll run, Ipv6Address home, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await switching.SwitchAsync(new SwitchHomeAgent(home, run.Within(clock.GetUtcNow())), cancellation).ConfigureAwait(false);
            if (outcome != SwitchOutcome.Unavailable || attempt == Attempts) return outcome;
            await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    private static SwitchTally Of(SwitchOutcome outcome) => outcome switch
    {
        SwitchOutcome.NoBinding => new(0, 0, 1, 0),
        SwitchOutcome.Unprotected => new(0, 1, 0, 0),
        SwitchOutcome.Unavailable => new(0, 0, 0, 1),
        _ => new(1, 0, 0, 0),
    };
}
