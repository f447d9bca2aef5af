using System.Globalization;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Removes what newer rows of the journal replaced, a batch at a time. The row of <c>journal_swept</c> is both the lock that lets one
/// node sweep at a time and the place where the next one goes on. Writers never touch the rows that are removed, and so never wait.
/// </summary>
internal static class PostgresSweep
{
    // Begins from the start every hour: a row that became visible behind the place that was swept would keep its predecessor until then.
    private const string TakeTurn =
        """
        UPDATE journal_swept SET
            upto = CASE WHEN since < now() - INTERVAL '1 hour' THEN 0 ELSE upto END,
            since = CASE WHEN since < now() - INTERVAL '1 hour' THEN now() ELSE since END
        WHERE ctid = (SELECT ctid FROM journal_swept LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING upto
        """;

    // The rows that come next, and of these the old ones: a search for old ones would go through all that are kept, again and again.
    private const string FindEnd =
        "SELECT MAX(ordering) FROM (SELECT ordering, created FROM journal WHERE ordering > $1 ORDER BY ordering LIMIT $2) AS next WHERE created < $3";

    // A row is looked at once, when it is new, and takes its predecessors with it; rows at rest cost nothing.
    private const string DeleteReplaced =
        """
        DELETE FROM journal AS older
        USING (SELECT persistence_id, MAX(sequence_number) AS sequence_number FROM journal WHERE ordering > $1 AND ordering <= $2 GROUP BY persistence_id) AS newer
        WHERE older.persistence_id = newer.persistence_id AND older.sequence_number < newer.sequence_number
        """;

    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    public static async Task<Sweep> RunAsync(PostgresDatabase database, int batch, DateTimeOffset before, CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        if (await NumberAsync(connection, TakeTurn, cancellation).ConfigureAwait(false) is not { } from) return default;
        if (await NumberAsync(connection, FindEnd, cancellation, from, batch, before.UtcTicks).ConfigureAwait(false) is not { } upto) return default;
        var removed = await ExecuteAsync(connection, DeleteReplaced, cancellation, from, upto).ConfigureAwait(false);
        await ExecuteAsync(connection, "UPDATE journal_swept SET upto = $1", cancellation, upto).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Sweep(removed, More: true);
    }

    private static async Task<long?> NumberAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        var command = connection.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is { } value and not DBNull
                ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
                : null;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        var command = connection.Command(sql, parameters).Patiently();
        await using (command.ConfigureAwait(false)) return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
