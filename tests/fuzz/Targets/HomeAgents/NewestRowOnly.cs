using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace DsMip.Fuzz.Targets.HomeAgents;

/// <summary>A journal in memory that keeps what the real one keeps in the end: the newest row of each entity. Millions of rows need no more room.</summary>
internal sealed class NewestRowOnly : AsyncWriteJournal
{
    private readonly ConcurrentDictionary<string, IPersistentRepresentation> _rows = new();

    public override Task ReplayMessagesAsync(
        Akka.Actor.IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        if (_rows.TryGetValue(persistenceId, out var row)) recoveryCallback(row);
        return Task.CompletedTask;
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.TryGetValue(persistenceId, out var row) ? row.SequenceNr : 0);

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        foreach (var write in messages)
            foreach (var row in (IImmutableList<IPersistentRepresentation>)write.Payload) _rows[row.PersistenceId] = row;
        return Task.FromResult<IImmutableList<Exception>>(null!);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) => Task.CompletedTask;
}
