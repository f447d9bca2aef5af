using System.Runtime.CompilerServices;
using DsMip.Wire;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Mobile nodes in the SQLite file of the journal.</summary>
public sealed class SqliteMobileNodeStore(SqliteDatabase database) : IMobileNodeStore
{
    private const string Columns = "home_address, ipv4_home_address, spi, sealed, revision";

    private const string Upsert =
        """
        INSERT INTO mobile_nodes (home_address, ipv4_home_address, spi, sealed, revision) VALUES ($home, $ipv4, $spi, $sealed, $revision)
        ON CONFLICT (home_address) DO UPDATE SET
            ipv4_home_address = excluded.ipv4_home_address, spi = excluded.spi, sealed = excluded.sealed, revision = excluded.revision
        """;

    public Task<long> RevisionAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        return Task.FromResult(connection.Scalar("SELECT revision FROM mobile_nodes_revision"));
    }

    public Task<byte[]?> SealedWitnessAsync(CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command("SELECT witness FROM mobile_nodes_revision");
        return Task.FromResult(command.ExecuteScalar() as byte[]);
    }

    public async IAsyncEnumerable<StoredMobileNode> NewerAsync(long revision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        using var connection = database.Open();
        foreach (var row in Read(connection, revision)) yield return row;
    }

    public Task<StoredMobileNode?> FindAsync(Ipv6Address homeAddress, CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command($"SELECT {Columns} FROM mobile_nodes WHERE home_address = $home AND sealed IS NOT NULL", ("$home", homeAddress.ToString()));
        return Task.FromResult(Read(command).FirstOrDefault());
    }

    public Task<IReadOnlyList<StoredMobileNode>> PageAsync(string after, int limit, CancellationToken cancellation)
    {
        using var connection = database.Open();
        using var command = connection.Command(
            $"SELECT {Columns} FROM mobile_nodes WHERE home_address > $after AND sealed IS NOT NULL ORDER BY home_address LIMIT $limit", ("$after", after), ("$limit", limit));
        return Task.FromResult<IReadOnlyList<StoredMobileNode>>([.. Read(command)]);
    }

    public Task<long> ChangeAsync(
        byte[] witness, Func<IReadOnlyList<StoredMobileNode>, IReadOnlyList<StoredMobileNode>> change, CancellationToken cancellation, MobileNodeClaim? only = null)
    {
        using var connection = database.Open();
        // Takes the lock of the file: nobody else writes until the commit.
        using var transaction = connection.BeginTransaction(deferred: false);
        var revision = connection.Scalar("SELECT revision FROM mobile_nodes_revision");
        var written = change([.. only is null ? Read(connection, 0) : Read(connection, only)]);
        if (written.Count == 0) return Task.FromResult(revision);
        Write(connection, written, ++revision);
        connection.Execute(
            "UPDATE mobile_nodes_revision SET revision = $revision, witness = COALESCE(witness, $witness)", ("$revision", revision), ("$witness", witness));
        transaction.Commit();
        return Task.FromResult(revision);
    }

    private static IEnumerable<StoredMobileNode> Read(SqliteConnection connection, long revision)
    {
        using var command = connection.Command($"SELECT {Columns} FROM mobile_nodes WHERE revision > $revision", ("$revision", revision));
        foreach (var row in Read(command)) yield return row;
    }

    private static IEnumerable<StoredMobileNode> Read(SqliteConnection connection, MobileNodeClaim claim)
    {
        using var command = connection.Command(
            $"SELECT {Columns} FROM mobile_nodes WHERE home_address = $home OR ipv4_home_address = $ipv4 OR spi = $spi",
            ("$home", claim.HomeAddress.ToString()), ("$ipv4", OrNull((long?)claim.Ipv4HomeAddress?.Value)), ("$spi", (long)claim.Spi));
        foreach (var row in Read(command)) yield return row;
    }

    private static IEnumerable<StoredMobileNode> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return MobileNodeRow.Read(reader);
    }

    private static void Write(SqliteConnection connection, IReadOnlyList<StoredMobileNode> rows, long revision)
    {
        // Unique numbers may change their owners within one change: first nobody has those of the rows to be written.
        using var clear = connection.Command("UPDATE mobile_nodes SET ipv4_home_address = NULL, spi = NULL WHERE home_address = $home", ("$home", ""));
        foreach (var row in rows) Run(clear, row.HomeAddress.ToString());
        using var write = connection.Command(Upsert, ("$home", ""), ("$ipv4", 0L), ("$spi", 0L), ("$sealed", ""), ("$revision", revision));
        foreach (var row in rows)
        {
            var (ipv4, spi) = row.Sealed is null ? (null, null) : (row.Ipv4HomeAddress?.Value, (uint?)row.Spi);
            Run(write, row.HomeAddress.ToString(), OrNull((long?)ipv4), OrNull((long?)spi), OrNull(row.Sealed), revision);
        }
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;
}
