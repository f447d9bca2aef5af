using Npgsql;
using NpgsqlTypes;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The audit log in PostgreSQL.</summary>
public sealed class PostgresAuditStore(PostgresDatabase database) : IAuditStore
{
    private const string Insert = "INSERT INTO admin_audit (at, actor, source, action, target) VALUES ($1, $2, $3, $4, $5) RETURNING number";

    private const string Select =
        """
        SELECT number, at, actor, source, action, target, status, detail FROM admin_audit
        WHERE number < $1 AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR action = $3) AND ($4 IS NULL OR target = $4)
        ORDER BY number DESC LIMIT $5
        """;

    public async Task<long> BeginAsync(AuditedChange change, CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand(Insert);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = change.At.ToUniversalTime() });
            foreach (var text in (ReadOnlySpan<string>)[change.Actor, change.Source, change.Action, change.Target]) command.Parameters.Add(Text(text));
            return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
        }
    }

    public async Task EndAsync(long number, int status, string? detail, CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("UPDATE admin_audit SET status = $1, detail = $2 WHERE number = $3");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = status });
            command.Parameters.Add(Text(detail));
            command.Parameters.Add(new NpgsqlParameter { Value = number });
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<AuditRow>> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand(Select);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter { Value = query.Before });
        foreach (var text in (ReadOnlySpan<string?>)[query.Actor, query.Action, query.Target]) command.Parameters.Add(Text(text));
        command.Parameters.Add(new NpgsqlParameter { Value = query.Limit });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) rows.Add(Read(reader));
        return rows;
    }

    public async Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("DELETE FROM admin_audit WHERE at < $1");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter { Value = before.ToUniversalTime() });
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static AuditRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        new AuditedChange(reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)),
        reader.IsDBNull(6) ? null : reader.GetInt32(6),
        reader.IsDBNull(7) ? null : reader.GetString(7));

    // With its type: where it is null the server could not tell.
    private static NpgsqlParameter Text(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value };
}
