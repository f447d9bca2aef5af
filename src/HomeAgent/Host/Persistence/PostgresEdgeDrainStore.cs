using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Drained edges in PostgreSQL.</summary>
public sealed class PostgresEdgeDrainStore(PostgresDatabase database) : IEdgeDrainStore
{
    public async Task<IReadOnlyList<DrainedEdge>> ReadAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT name, since, actor FROM edge_drains ORDER BY name");
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var edges = new List<DrainedEdge>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) edges.Add(new DrainedEdge(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2)));
        return edges;
    }

    public Task DrainAsync(DrainedEdge edge, CancellationToken cancellation) => ExecuteAsync(
        "INSERT INTO edge_drains (name, since, actor) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", cancellation, edge.Name, edge.Since.ToUniversalTime(), edge.Actor);

    public Task UndrainAsync(string name, CancellationToken cancellation) => ExecuteAsync("DELETE FROM edge_drains WHERE name = $1", cancellation, name);

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        var command = database.Source.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }
}
