using System.Runtime.CompilerServices;
using System.Text.Json;
using DsMip.Wire;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// SQLite has one writer at a time, so rows become visible in their order and a position is an order number. Its calls never wait for a network:
/// the asynchronous members complete at once.
/// </summary>
public sealed class SqliteBindingStore(SqliteDatabase database) : IBindingStore, INewestRows
{
    // With MAX(), SQLite takes the other columns from the row that holds the maximum (sqlite.org/lang_select.html, "bare columns").
    private const string NewestOfEach =
        """
        SELECT persistence_id, MAX(sequence_number), message FROM journal
        WHERE persistence_id > $after AND persistence_id < 'bce}' AND deleted = 0 AND manifest = 'b1'
        GROUP BY persistence_id ORDER BY persistence_id LIMIT $limit
        """;

    private const string NewestOfOne =
        """
        SELECT persistence_id, sequence_number, message FROM journal
        WHERE persistence_id = $id AND deleted = 0 AND manifest = 'b1' ORDER BY sequence_number DESC LIMIT 1
        """;

    // Of whatever kind, as none may be passed over when entities count on.
    private const string NewestOfSome =
        """
        SELECT persistence_id, MAX(sequence_number), message, deleted = 0 AND manifest IS 'b1' FROM journal
        WHERE persistence_id IN (SELECT value FROM json_each($ids)) GROUP BY persistence_id
        """;

    private const string Changed =
        """
        SELECT persistence_id, MAX(sequence_number), message FROM journal
        WHERE ordering > $since AND persistence_id > 'bce|' AND persistence_id < 'bce}' AND deleted = 0 AND manifest = 'b1'
        GROUP BY persistence_id
        """;

    // A row is looked at once, when it is new, and takes its predecessors with it; rows at rest cost nothing.
    private const string DeleteReplaced =
        """
        DELETE FROM journal WHERE ordering IN (
            SELECT older.ordering FROM journal AS newer
            JOIN journal AS older ON older.persistence_id = newer.persistence_id AND older.sequence_number < newer.sequence_number
            WHERE newer.ordering > $from AND newer.ordering <= $upto)
        """;

    private long _swept;

    public IReadOnlyList<StoredBinding> Newest(string after, int limit)
    {
        using var connection = database.Open();
        using var command = connection.Command(NewestOfEach, ("$after", after.Length == 0 ? PersistenceId.Prefix : after), ("$limit", limit));
        return [.. Read(command)];
    }

    public StoredBinding? Newest(Ipv6Address homeAddress)
    {
        using var connection = database.Open();
        using var command = connection.Command(NewestOfOne, ("$id", PersistenceId.Of(homeAddress)));
        return Read(command).SingleOrDefault();
    }

    public IAsyncEnumerable<StoredBinding> NewestAsync(CancellationToken cancellation) =>
        StreamAsync(NewestOfEach, [("$after", PersistenceId.Prefix), ("$limit", -1)], cancellation);

    public Task<JournalPosition> PositionAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        return Task.FromResult(new JournalPosition(connection.Scalar("SELECT MAX(ordering) FROM journal")));
    }

    public IAsyncEnumerable<StoredBinding> ChangedSinceAsync(JournalPosition since, CancellationToken cancellation) =>
        StreamAsync(Changed, [("$since", since.Value)], cancellation);

    Task<IReadOnlyList<StoredBinding>> INewestRows.NewestOfAsync(string[] persistenceIds, CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command(NewestOfSome, ("$ids", JsonSerializer.Serialize(persistenceIds)));
        using var reader = command.ExecuteReader();
        var rows = new List<StoredBinding>();
        while (reader.Read())
        {
            var row = (Id: reader.GetString(0), Version: reader.GetInt64(1));
            rows.Add(reader.GetBoolean(3) ? StoredBinding.Decode(row.Id, row.Version, reader.GetFieldValue<byte[]>(2)) : new StoredBinding(row.Id, row.Version, null));
        }
        return Task.FromResult<IReadOnlyList<StoredBinding>>(rows);
    }

    public Task<Sweep> RemoveReplacedAsync(int batch, DateTimeOffset before, CancellationToken cancellation)
    {
        using var connection = database.Open();
        // The rows that come next, and of these the old ones: a search for old ones would go through all that are kept, again and again.
        var upto = connection.Scalar(
            "SELECT MAX(ordering) FROM (SELECT ordering, created FROM journal WHERE ordering > $from ORDER BY ordering LIMIT $batch) WHERE created < $before",
            ("$from", _swept), ("$before", before.UtcTicks), ("$batch", batch));
        if (upto == 0) return Task.FromResult(default(Sweep));
        var removed = connection.Execute(DeleteReplaced, ("$from", _swept), ("$upto", upto));
        _swept = upto;
        return Task.FromResult(new Sweep(removed, More: true));
    }

    public Task ProbeAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        connection.Scalar("SELECT COUNT(*) FROM (SELECT 1 FROM journal LIMIT 1)");
        return Task.CompletedTask;
    }

    private async IAsyncEnumerable<StoredBinding> StreamAsync(
        string sql, (string Name, object Value)[] parameters, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        using var connection = database.Open();
        using var command = connection.Command(sql, parameters);
        foreach (var row in Read(command))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static IEnumerable<StoredBinding> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return StoredBinding.Decode(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
    }
}
