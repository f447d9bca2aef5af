namespace DsMip.HomeAgent.Persistence;

/// <summary>Drained edges in the SQLite file of the journal.</summary>
public sealed class SqliteEdgeDrainStore(SqliteDatabase database) : IEdgeDrainStore
{
    public Task<IReadOnlyList<DrainedEdge>> ReadAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT name, since, actor FROM edge_drains ORDER BY name");
        using var reader = command.ExecuteReader();
        var edges = new List<DrainedEdge>();
        while (reader.Read()) edges.Add(new DrainedEdge(reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2)));
        return Task.FromResult<IReadOnlyList<DrainedEdge>>(edges);
    }

    public Task DrainAsync(DrainedEdge edge, CancellationToken cancellation)
    {
        using var connection = database.Open();
        connection.Execute(
            "INSERT INTO edge_drains (name, since, actor) VALUES ($name, $since, $actor) ON CONFLICT DO NOTHING",
            ("$name", edge.Name), ("$since", edge.Since.ToUnixTimeMilliseconds()), ("$actor", edge.Actor));
        return Task.CompletedTask;
    }

    public Task UndrainAsync(string name, CancellationToken cancellation)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM edge_drains WHERE name = $name", ("$name", name));
        return Task.CompletedTask;
    }
}
