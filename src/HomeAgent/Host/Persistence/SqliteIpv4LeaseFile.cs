using DsMip.Wire;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One row to write: <paramref name="Lease"/> null removes it.</summary>
/// <param name="Durable">Completed after the commit.</param>
internal readonly record struct LeaseChange(Ipv6Address HomeAddress, Ipv4Lease? Lease, TaskCompletionSource? Durable);

/// <summary>The lease table on disk. Its two unique columns keep an address from having two owners whatever the program does.</summary>
internal sealed class SqliteIpv4LeaseFile
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE IF NOT EXISTS ipv4_leases (
            home_address TEXT PRIMARY KEY,
            address INTEGER NOT NULL UNIQUE,
            bound INTEGER NOT NULL)
        """,
    ];

    // An address that went to somebody else leaves its former owner, even if the removal of that row was lost in a failed batch.
    private const string Upsert =
        """
        DELETE FROM ipv4_leases WHERE address = $address AND home_address <> $home;
        INSERT INTO ipv4_leases (home_address, address, bound) VALUES ($home, $address, $bound)
        ON CONFLICT (home_address) DO UPDATE SET address = excluded.address, bound = excluded.bound
        """;

    private readonly SqliteDatabase _database;

    public SqliteIpv4LeaseFile(SqliteDatabase database)
    {
        _database = database;
        database.Migrate(Migrations);
    }

    public List<Ipv4Lease> Load()
    {
        using var connection = _database.Open();
        using var command = connection.Command("SELECT home_address, address, bound FROM ipv4_leases ORDER BY rowid");
        using var reader = command.ExecuteReader();
        var leases = new List<Ipv4Lease>();
        while (reader.Read())
            leases.Add(new Ipv4Lease(Ipv6Address.Parse(reader.GetString(0)), new Ipv4Address((uint)reader.GetInt64(1)), reader.GetBoolean(2)));
        return leases;
    }

    /// <summary>All of them or none.</summary>
    public void Write(IReadOnlyList<LeaseChange> changes)
    {
        if (changes.Count == 0) return;
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var change in changes) Write(connection, change);
        transaction.Commit();
    }

    private static void Write(SqliteConnection connection, LeaseChange change)
    {
        var home = ("$home", (object)change.HomeAddress.ToString());
        if (change.Lease is { } lease) connection.Execute(Upsert, home, ("$address", (long)lease.Address.Value), ("$bound", lease.Bound));
        else connection.Execute("DELETE FROM ipv4_leases WHERE home_address = $home", home);
    }
}
