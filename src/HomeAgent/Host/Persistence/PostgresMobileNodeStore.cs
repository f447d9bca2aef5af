using System.Runtime.CompilerServices;
using DsMip.Wire;
using Npgsql;
using NpgsqlTypes;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Mobile nodes in PostgreSQL; rows come and go by COPY.</summary>
public sealed class PostgresMobileNodeStore(PostgresDatabase database) : IMobileNodeStore
{
    private const string Columns = "home_address, ipv4_home_address, spi, sealed, revision";

    // Unique numbers may change their owners within one change: first nobody has those of the rows to be written.
    private const string Apply =
        """
        UPDATE mobile_nodes AS n SET ipv4_home_address = NULL, spi = NULL FROM incoming AS i WHERE n.home_address = i.home_address;
        INSERT INTO mobile_nodes SELECT * FROM incoming
        ON CONFLICT (home_address) DO UPDATE SET
            ipv4_home_address = excluded.ipv4_home_address, spi = excluded.spi, sealed = excluded.sealed, revision = excluded.revision;
        """;

    public async Task<long> RevisionAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT revision FROM mobile_nodes_revision");
        await using (command.ConfigureAwait(false)) return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    public async Task<byte[]?> SealedWitnessAsync(CancellationToken cancellation)
    {
        var command = database.Source.CreateCommand("SELECT witness FROM mobile_nodes_revision");
        await using (command.ConfigureAwait(false)) return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as byte[];
    }

    public async IAsyncEnumerable<StoredMobileNode> NewerAsync(long revision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await foreach (var row in ReadAsync(Newer(connection, revision), cancellation).ConfigureAwait(false)) yield return row;
    }

    public async Task<StoredMobileNode?> FindAsync(Ipv6Address homeAddress, CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command($"SELECT {Columns} FROM mobile_nodes WHERE home_address = $1 AND sealed IS NOT NULL", homeAddress.ToString());
        return (await ReadAllAsync(command, cancellation).ConfigureAwait(false)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<StoredMobileNode>> PageAsync(string after, int limit, CancellationToken cancellation)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(
            $"SELECT {Columns} FROM mobile_nodes WHERE home_address > $1 AND sealed IS NOT NULL ORDER BY home_address LIMIT $2", after, limit);
        return await ReadAllAsync(command, cancellation).ConfigureAwait(false);
    }

    public async Task<long> ChangeAsync(
        byte[] witness, Func<IReadOnlyList<StoredMobileNode>, IReadOnlyList<StoredMobileNode>> change, CancellationToken cancellation, MobileNodeClaim? only = null)
    {
        var connection = await database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var revision = await LockAsync(connection, cancellation).ConfigureAwait(false);
        var rows = await ReadAllAsync(only is null ? Newer(connection, 0) : Claimed(connection, only), cancellation).ConfigureAwait(false);
        var written = change(rows);
        if (written.Count == 0) return revision;
        await WriteAsync(connection, written, ++revision, cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, "UPDATE mobile_nodes_revision SET revision = $1, witness = COALESCE(witness, $2)", cancellation, revision, witness).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return revision;
    }

    private static async Task<long> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var command = connection.Command("SELECT revision FROM mobile_nodes_revision FOR UPDATE").Patiently();
        await using (command.ConfigureAwait(false)) return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static NpgsqlCommand Newer(NpgsqlConnection connection, long revision) =>
        connection.Command($"SELECT {Columns} FROM mobile_nodes WHERE revision > $1", revision).Patiently();

    // Three indexes, each asked for one row.
    private static NpgsqlCommand Claimed(NpgsqlConnection connection, MobileNodeClaim claim) => connection.Command(
        $"SELECT {Columns} FROM mobile_nodes WHERE home_address = $1 OR ipv4_home_address = $2 OR spi = $3",
        claim.HomeAddress.ToString(), (long)(claim.Ipv4HomeAddress?.Value ?? 0), (long)claim.Spi);

    private static async Task<List<StoredMobileNode>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var rows = new List<StoredMobileNode>();
        await foreach (var row in ReadAsync(command, cancellation).ConfigureAwait(false)) rows.Add(row);
        return rows;
    }

    private static async IAsyncEnumerable<StoredMobileNode> ReadAsync(NpgsqlCommand command, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) yield return MobileNodeRow.Read(reader);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<StoredMobileNode> rows, long revision, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, "CREATE TEMPORARY TABLE incoming (LIKE mobile_nodes) ON COMMIT DROP", cancellation).ConfigureAwait(false);
        var copy = await connection.BeginBinaryImportAsync($"COPY incoming ({Columns}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            copy.Timeout = PostgresCommands.LongPatience;
            foreach (var row in rows) await WriteAsync(copy, row, revision, cancellation).ConfigureAwait(false);
            await copy.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        await ExecuteAsync(connection, Apply, cancellation).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, StoredMobileNode row, long revision, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation).ConfigureAwait(false);
        await copy.WriteAsync(row.HomeAddress.ToString(), NpgsqlDbType.Text, cancellation).ConfigureAwait(false);
        await WriteOrNullAsync(copy, row.Sealed is null ? null : row.Ipv4HomeAddress?.Value, cancellation).ConfigureAwait(false);
        await WriteOrNullAsync(copy, row.Sealed is null ? null : row.Spi, cancellation).ConfigureAwait(false);
        if (row.Sealed is null) await copy.WriteNullAsync(cancellation).ConfigureAwait(false);
        else await copy.WriteAsync(row.Sealed, NpgsqlDbType.Bytea, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(revision, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, uint? number, CancellationToken cancellation) =>
        number is { } value ? copy.WriteAsync((long)value, NpgsqlDbType.Bigint, cancellation) : copy.WriteNullAsync(cancellation);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        var command = connection.Command(sql, parameters).Patiently();
        await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
