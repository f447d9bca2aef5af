using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The audit log in the SQLite file of the journal.</summary>
public sealed class SqliteAuditStore(SqliteDatabase database) : IAuditStore
{
    private const string Insert =
        "INSERT INTO admin_audit (at, actor, source, action, target) VALUES ($at, $actor, $source, $action, $target) RETURNING number";

    private const string Select = "SELECT number, at, actor, source, action, target, status, detail FROM admin_audit WHERE number < $before";

    public Task<long> BeginAsync(AuditedChange change, CancellationToken cancellation)
    {
        using var connection = database.Open();
        return Task.FromResult(connection.Scalar(
            Insert, ("$at", change.At.ToUnixTimeMilliseconds()), ("$actor", change.Actor), ("$source", change.Source), ("$action", change.Action), ("$target", change.Target)));
    }

    public Task EndAsync(long number, int status, string? detail, CancellationToken cancellation)
    {
        using var connection = database.Open();
        connection.Execute("UPDATE admin_audit SET status = $status, detail = $detail WHERE number = $number", ("$status", status), ("$detail", OrNull(detail)), ("$number", number));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditRow>> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            SelectBy(query), ("$before", query.Before), ("$actor", OrNull(query.Actor)), ("$action", OrNull(query.Action)), ("$target", OrNull(query.Target)), ("$limit", query.Limit));
        using var reader = command.ExecuteReader();
        var rows = new List<AuditRow>();
        while (reader.Read()) rows.Add(Read(reader));
        return Task.FromResult<IReadOnlyList<AuditRow>>(rows);
    }

    public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command("DELETE FROM admin_audit WHERE at < $before", ("$before", before.ToUnixTimeMilliseconds()));
        return Task.FromResult(command.ExecuteNonQuery());
    }

    /// <summary>Only what is asked for: SQLite uses no index for what may be NULL.</summary>
    private static string SelectBy(AuditQuery query) => Select
        + (query.Actor is null ? "" : " AND actor = $actor") + (query.Action is null ? "" : " AND action = $action") + (query.Target is null ? "" : " AND target = $target")
        + " ORDER BY number DESC LIMIT $limit";

    private static AuditRow Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        new AuditedChange(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)),
        reader.IsDBNull(6) ? null : Convert.ToInt32(reader.GetValue(6), CultureInfo.InvariantCulture),
        reader.IsDBNull(7) ? null : reader.GetString(7));

    private static object OrNull(string? text) => (object?)text ?? DBNull.Value;
}
