using System.Globalization;
using DsMip.Configuration;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One database of a PostgreSQL server: a pool of connections, and a schema that is brought up to date.</summary>
public sealed class PostgresDatabase : IDisposable
{
    private const string KeyName = "Store:ConnectionString";

    // Any number, as long as all home agents have the same one.
    private const long MigrationLock = 0x4d495036_00000001;

    /// <exception cref="ConfigurationException">The connection string is not one, or names no server.</exception>
    public PostgresDatabase(string connectionString)
    {
        var builder = PostgresConnectionString.Parse(connectionString, KeyName);
        Where = $"{builder.Host}:{builder.Port.ToString(CultureInfo.InvariantCulture)}, database {builder.Database ?? builder.Username}";
        ConnectionString = builder.ConnectionString;
        Source = new NpgsqlDataSourceBuilder(ConnectionString).Build();
    }

    /// <summary>For those who open connections themselves.</summary>
    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    private string Where { get; }

    /// <summary>Several home agents may do this at the same time: one migrates, the others wait for it.</summary>
    /// <param name="migrations">Statement batches in order, applied once each. Only ever append.</param>
    /// <exception cref="ConfigurationException">The server is not usable, or the database belongs to a newer version.</exception>
    public void Migrate(IReadOnlyList<string> migrations) => Prepare(connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock($1)", MigrationLock);
        connection.Execute("CREATE TABLE IF NOT EXISTS dsmip_schema (version INTEGER NOT NULL)");
        var version = (int)connection.Scalar("SELECT MAX(version) FROM dsmip_schema");
        if (version > migrations.Count) throw Unusable($"was written by a newer version ({version})");
        for (; version < migrations.Count; version++)
        {
            connection.Execute(migrations[version]);
            connection.Execute("INSERT INTO dsmip_schema VALUES ($1)", version + 1);
        }
        transaction.Commit();
    });

    /// <summary>Does what has to be done before anything runs.</summary>
    /// <exception cref="ConfigurationException">The server is not usable.</exception>
    public void Prepare(Action<NpgsqlConnection> work)
    {
        try
        {
            using var connection = Source.OpenConnection();
            work(connection);
        }
        catch (NpgsqlException e)
        {
            throw Unusable(Reason(e));
        }
    }

    public void Dispose() => Source.Dispose();

    private ConfigurationException Unusable(string why) => new(KeyName, $"{Where}: {why}");

    /// <summary>What the server says, or else the innermost cause, which names the trouble of the network.</summary>
    private static string Reason(NpgsqlException e) =>
        (e is PostgresException server ? server.MessageText : (e.InnerException ?? e).Message).ReplaceLineEndings(" ");
}
