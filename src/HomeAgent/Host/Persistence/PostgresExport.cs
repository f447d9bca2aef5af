using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Many rows of the journal by COPY. One task reads them, in batches, while another decodes and uses what was read before: an edge that joins waits for
/// all of them, and most of that time is neither PostgreSQL's nor the network's.
/// </summary>
internal static class PostgresExport
{
    private const int BatchRows = 256;
    private const int MostBatches = 16;

    /// <param name="query">Of persistence id, sequence number and message.</param>
    public static async IAsyncEnumerable<StoredBinding> RowsAsync(
        PostgresDatabase database, string query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var batches = Channel.CreateBounded<List<Row>>(new BoundedChannelOptions(MostBatches) { SingleReader = true, SingleWriter = true });
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadAsync(database, query, batches.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                foreach (var row in batch) yield return StoredBinding.Decode(row.Id, row.Version, row.Message);
            }
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the batches, with what went wrong if anything did.</summary>
    private static async Task ReadAsync(PostgresDatabase database, string query, ChannelWriter<List<Row>> batches, CancellationToken abandoned)
    {
        try
        {
            var connection = await database.Source.OpenConnectionAsync(abandoned).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var export = await connection.BeginBinaryExportAsync($"COPY ({query}) TO STDOUT (FORMAT BINARY)", abandoned).ConfigureAwait(false);
            await using var __ = export.ConfigureAwait(false);
            export.Timeout = PostgresCommands.LongPatience;
            while (Next(export) is { Count: > 0 } batch) await batches.WriteAsync(batch, abandoned).ConfigureAwait(false);
            batches.Complete();
        }
#pragma warning disable CA1031 // It is thrown where the rows are used.
        catch (Exception e)
#pragma warning restore CA1031
        {
            batches.Complete(e);
        }
    }

    /// <summary>Not asynchronous: this task has nothing else to do, and three awaits a row cost more than the row.</summary>
    private static List<Row> Next(NpgsqlBinaryExporter export)
    {
        var batch = new List<Row>(BatchRows);
        while (batch.Count < BatchRows && export.StartRow() >= 0) batch.Add(new Row(export.Read<string>(), export.Read<long>(), export.Read<byte[]>()));
        return batch;
    }

    private readonly record struct Row(string Id, long Version, byte[] Message);
}
