using DsMip.Wire;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One row to write: <paramref name="Lease"/> null removes it.</summary>
/// <param name="Durable">Completed after the commit.</param>
internal readonly record struct LeaseChange(Ipv6Address HomeAddress, Ipv4Lease? Lease, TaskCompletionSource? Durable);

/// <summary>A lease table on disk. Its two unique columns keep an address from having two owners whatever the program does.</summary>
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
        """
        ALTER TABLE ipv4_leases ADD COLUMN length INTEGER NOT NULL DEFAULT 32;
        CREATE TABLE ipv4_prefix_leases (
            home_address TEXT PRIMARY KEY,
            address INTEGER NOT NULL UNIQUE,
            bound INTEGER NOT NULL,
            length INTEGER NOT NULL)
        """,
    ];

    private readonly SqliteDatabase _database;
    private readonly string _load, _remove, _upsert;

    private SqliteIpv4LeaseFile(SqliteDatabase database, string table)
    {
        _database = database;
        _load = $"SELECT home_address, address, bound, length FROM {table} ORDER BY rowid";
        _remove = $"DELETE FROM {table} WHERE home_address = $home";
        // What went to somebody else leaves its former owner, even if the removal of that row was lost in a failed batch.
        _upsert =
            $"""
            DELETE FROM {table} WHERE address <= $last AND address + (1 << (32 - length)) - 1 >= $address AND home_address <> $home;
            INSERT INTO {table} (home_address, address, bound, length) VALUES ($home, $address, $bound, $length)
            ON CONFLICT (home_address) DO UPDATE SET address = excluded.address, bound = excluded.bound, length = excluded.length
            """;
        database.Migrate(Migrations);
    }

    public static SqliteIpv4LeaseFile OfAddresses(SqliteDatabase database) => new(database, "ipv4_leases");

    public static SqliteIpv4LeaseFile OfPrefixes(SqliteDatabase database) => new(database, "ipv4_prefix_leases");

    public List<Ipv4Lease> Load()
    {
        using var connection = _database.Open();
        using var command = connection.Command(_load);
        using var reader = command.ExecuteReader();
        var leases = new List<Ipv4Lease>();
        while (reader.Read())
            leases.Add(new Ipv4Lease(Ipv6Address.Parse(reader.GetString(0)), new Ipv4Prefix(new Ipv4Address((uint)reader.GetInt64(1)), reader.GetInt32(3)), reader.GetBoolean(2)));
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

    private void Write(SqliteConnection connection, LeaseChange change)
    {
        var home = ("$home", (object)change.HomeAddress.ToString());
        if (change.Lease is { Prefix: var prefix, Bound: var bound })
        {
            var last = prefix.Address.Value + (1L << (32 - prefix.Length)) - 1;
            connection.Execute(_upsert, home, ("$address", (long)prefix.Address.Value), ("$last", last), ("$length", prefix.Length), ("$bound", bound));
        }
        else
        {
            connection.Execute(_remove, home);
        }
    }
}
