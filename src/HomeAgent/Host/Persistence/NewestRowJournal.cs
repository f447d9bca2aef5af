using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Akka.Persistence.Sql's journal with a recovery of its own. Every event is the whole state, so that an entity needs its newest row only, and one statement
/// fetches those of many entities; the journal's own recovery has two statements and a stream for each entity, a millisecond of processor time, which is
/// what a cluster lacks most when it takes over a dead node's entities.
/// </summary>
internal sealed class NewestRowJournal : SqlWriteJournal
{
    // Between the two calls of one recovery.
    private readonly ConcurrentDictionary<string, StoredBinding> _found = new();
    private readonly ConcurrentDictionary<string, Task> _writing = new();
    private readonly NewestRowLookup _lookup;

    public NewestRowJournal(Akka.Configuration.Config config) : base(config) =>
        _lookup = new NewestRowLookup(Context.System.Settings.Setup.Get<NewestRowsSetup>().Value.Rows);

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // An entity that gave up waiting for a write starts anew while the write may still succeed: only its end tells what is the newest.
        if (_writing.TryGetValue(persistenceId, out var writing)) await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var row = await _lookup.FindAsync(persistenceId).ConfigureAwait(false);
        if (row is null) return 0;
        _found[persistenceId] = row;
        return row.Version;
    }

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        // What another recovery of the same entity left here, or what cannot be read, is the journal's own business.
        if (!_found.TryRemove(persistenceId, out var row) || row.State is null || row.Version != toSequenceNr || row.Version < fromSequenceNr || max < 1)
            return base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
        recoveryCallback(new Persistent(
            row.State, row.Version, persistenceId, BindingCacheEntrySerializer.StateManifest, isDeleted: false, ActorRefs.NoSender));
        return Task.CompletedTask;
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var writing = base.WriteMessagesAsync(writes, cancellationToken);
        var entry = new KeyValuePair<string, Task>(writes[0].PersistenceId, writing);
        _writing[entry.Key] = writing;
        writing.ContinueWith(_ => _writing.TryRemove(entry), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return writing;
    }
}
