using System.Diagnostics;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using Npgsql;

namespace DsMip.Bench.Durable;

/// <summary>An edge that joins fills its table from the store; what the store alone needs to hand out those rows is the measure.</summary>
/// <param name="Rows">Of the journal, newest of each mobile node.</param>
/// <param name="Load">Read, decoded and put into a table.</param>
/// <param name="Copy">COPY of the same rows, thrown away.</param>
internal sealed record BulkLoad(int Rows, TimeSpan Load, TimeSpan Copy)
{
    private const string Newest = """
        COPY (SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, message FROM journal ORDER BY persistence_id, sequence_number DESC)
        TO STDOUT (FORMAT BINARY)
        """;

    public static BulkLoad Measure(string connectionString)
    {
        Copied(connectionString); // both find the pages in memory
        var clock = Stopwatch.StartNew();
        Copied(connectionString);
        var copy = clock.Elapsed;
        clock.Restart();
        var rows = LoadedAsync(connectionString).GetAwaiter().GetResult();
        return new BulkLoad(rows, clock.Elapsed, copy);
    }

    private static void Copied(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var stream = connection.BeginRawBinaryCopy(Newest);
        stream.CopyTo(Stream.Null);
    }

    private static async Task<int> LoadedAsync(string connectionString)
    {
        using var database = new PostgresDatabase(connectionString);
        var table = new BindingTable(1024);
        await foreach (var row in new PostgresBindingStore(database).NewestAsync(CancellationToken.None).ConfigureAwait(false))
            if (row.State?.Entry is { Tunnel: { } tunnel } entry) table.Put(entry.HomeAddresses, tunnel, row.Version, entry.Expires);
        return table.Count;
    }
}
