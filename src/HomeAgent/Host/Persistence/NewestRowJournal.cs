using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Akka.Persistence.Sql's journal with a recovery of its own. Every event is the whole state, so that an entity needs its newest row only, and one statement
/// fetches those of many entities; the journal's own recovery has two statements and a stream for each entity, a millisecond of processor time, which is
/// what a cluster lacks most when it takes over a dead node's entities. And an entity whose number was taken by another node fails alone, though it shares
/// its statement with hundreds.
/// </summary>
internal sealed class NewestRowJournal : SqlWriteJournal
{
    // One who was thought dead and wakes up is in every batch with entities of his own.
    private const int Attempts = 5;

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
        var writing = WriteAsync(writes, Self, cancellationToken);
        var entry = new KeyValuePair<string, Task>(writes[0].PersistenceId, writing);
        _writing[entry.Key] = writing;
        writing.ContinueWith(_ => _writing.TryRemove(entry), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return writing;
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not WriteAgain again) return base.ReceivePluginInternal(message);
        // Who waited has given up: what nobody waits for must not be written behind the entity's back.
        if (again.Cancellation.IsCancellationRequested) again.Begun.SetCanceled(again.Cancellation);
        else again.Begun.SetResult(base.WriteMessagesAsync(again.Writes, again.Cancellation));
        return true;
    }

    /// <summary>
    /// A number that is taken fails the whole statement: ten such failures and the circuit breaker would refuse everybody for seconds. Whose numbers are
    /// free still writes again; whose number it was does not.
    /// </summary>
    private async Task<IImmutableList<Exception>> WriteAsync(List<AtomicWrite> writes, IActorRef self, CancellationToken cancellation)
    {
        var writing = base.WriteMessagesAsync(writes, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await writing.ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < Attempts && IsNumberTaken(e))
            {
                if (!await IsFreeAsync(writes[0]).ConfigureAwait(false)) throw;
            }
            writing = WriteAgain.By(self, writes, cancellation);
        }
    }

    private async Task<bool> IsFreeAsync(AtomicWrite first) =>
        (await _lookup.FindAsync(first.PersistenceId).ConfigureAwait(false))?.Version is not { } newest || newest < first.LowestSequenceNr;

    private static bool IsNumberTaken(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (cause is DbException { SqlState: PostgresErrorCodes.UniqueViolation }) return true;
        return false;
    }

    /// <summary>The journal's own writing belongs to its thread.</summary>
    private sealed record WriteAgain(List<AtomicWrite> Writes, TaskCompletionSource<Task<IImmutableList<Exception>>> Begun, CancellationToken Cancellation)
        : INoSerializationVerificationNeeded
    {
        public static Task<IImmutableList<Exception>> By(IActorRef journal, List<AtomicWrite> writes, CancellationToken cancellation)
        {
            var again = new WriteAgain(writes, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellation);
            journal.Tell(again);
            return again.Begun.Task.Unwrap();
        }
    }
}
