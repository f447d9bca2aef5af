using System.Globalization;
using System.Runtime.CompilerServices;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// The journal in PostgreSQL. Order numbers are drawn before the commit and become visible out of order, so that "everything above the highest
/// that was seen" would miss the rows of a slow transaction. A position is therefore the oldest transaction that was still running: what
/// was visible then was written by older ones, and everything else by that one or newer ones.
/// </summary>
public sealed class PostgresBindingStore(PostgresDatabase database) : IBindingStore, INewestRows
{
    private const string Bindings = "persistence_id > 'bce|' AND persistence_id < 'bce}' AND NOT deleted AND manifest = 'b1'";

    private const string NewestOfEach =
        $"""
        SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, message FROM journal
        WHERE {Bindings} ORDER BY persistence_id, sequence_number DESC
        """;

    private const string Page =
        $"""
        SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, message FROM journal
        WHERE persistence_id > $1 AND {Bindings} ORDER BY persistence_id, sequence_number DESC LIMIT $2
        """;

    private const string NewestOfOne =
        """
        SELECT persistence_id, sequence_number, message FROM journal
        WHERE persistence_id = $1 AND NOT deleted AND manifest = 'b1' ORDER BY sequence_number DESC LIMIT 1
        """;

    // Of whatever kind, as none may be passed over when entities count on.
    private const string NewestOfSome =
        """
        SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, message, NOT deleted AND manifest IS NOT DISTINCT FROM 'b1' FROM journal
        WHERE persistence_id = ANY($1) ORDER BY persistence_id, sequence_number DESC
        """;

    private const string Changed =
        $"""
        SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, message FROM journal
        WHERE written_by >= CAST($1 AS xid8) AND {Bindings} ORDER BY persistence_id, sequence_number DESC
        """;

    public IReadOnlyList<StoredBinding> Newest(string after, int limit)
    {
        using var connection = database.Source.OpenConnection();
        using var command = connection.Command(Page, after, limit);
        return Read(command);
    }

    public StoredBinding? Newest(Ipv6Address homeAddress)
    {
        using var connection = database.Source.OpenConnection();
        using var command = connection.Command(NewestOfOne, PersistenceId.Of(homeAddress));
        return Read(command).SingleOrDefault();
    }

    public IAsyncEnumerable<StoredBinding> NewestAsync(CancellationToken cancellation) =>
        PostgresExport.RowsAsync(database, NewestOfEach, cancellation);

    public async Task<JournalPosition> PositionAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)");
        await using (command.ConfigureAwait(false))
            return new JournalPosition((long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!);
    }

    public async IAsyncEnumerable<StoredBinding> ChangedSinceAsync(JournalPosition since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(Changed, since.Value.ToString(CultureInfo.InvariantCulture)).Patiently();
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            yield return StoredBinding.Decode(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
    }

    async Task<IReadOnlyList<StoredBinding>> INewestRows.NewestOfAsync(string[] persistenceIds, CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(NewestOfSome, [persistenceIds]);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        var rows = new List<StoredBinding>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var row = (Id: reader.GetString(0), Version: reader.GetInt64(1));
            rows.Add(reader.GetBoolean(3) ? StoredBinding.Decode(row.Id, row.Version, reader.GetFieldValue<byte[]>(2)) : new StoredBinding(row.Id, row.Version, null));
        }
        return rows;
    }

    public Task<Sweep> RemoveReplacedAsync(int batch, DateTimeOffset before, CancellationToken cancellation) =>
        PostgresSweep.RunAsync(database, batch, before, cancellation);

    public async Task ProbeAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT 1 FROM journal LIMIT 1");
        await using (command.ConfigureAwait(false)) await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    private static List<StoredBinding> Read(NpgsqlCommand command)
    {
        var rows = new List<StoredBinding>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) rows.Add(StoredBinding.Decode(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        return rows;
    }
}
