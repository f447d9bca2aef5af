using DsMip.Configuration;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>One SQLite file: opens connections that commit durably, and brings its schema up to date.</summary>
public sealed class SqliteDatabase
{
    private const string KeyName = "Store:ConnectionString";
    private readonly SqliteConnectionStringBuilder _builder;

    /// <exception cref="ConfigurationException">The connection string is not one, or names no file.</exception>
    public SqliteDatabase(string connectionString)
    {
        try
        {
            _builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException(KeyName, e.Message.ReplaceLineEndings(" "));
        }
        if (string.IsNullOrWhiteSpace(_builder.DataSource) || _builder.DataSource == ":memory:")
            throw new ConfigurationException(KeyName, "names no file, such as Data Source=/var/lib/dsmip-ha/dsmip.db");
    }

    public string ConnectionString => _builder.ConnectionString;

    public string Path => _builder.DataSource;

    /// <summary>Another file in the same directory: <c>dsmip.db</c> becomes <c>dsmip.leases.db</c>.</summary>
    public SqliteDatabase Sibling(string name) => new(new SqliteConnectionStringBuilder(ConnectionString)
    {
        DataSource = System.IO.Path.ChangeExtension(Path, name + System.IO.Path.GetExtension(Path)),
    }.ConnectionString);

    /// <summary>Write-ahead logging lets readers pass; FULL makes a commit survive a power cut, which an acknowledgement promises.</summary>
    public const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;";

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        connection.Execute(Pragmas);
        return connection;
    }

    /// <param name="migrations">Statement batches in order, applied once each; <c>PRAGMA user_version</c> counts them. Only ever append.</param>
    /// <exception cref="ConfigurationException">The file cannot be opened, written, or belongs to a newer version.</exception>
    public void Migrate(IReadOnlyList<string> migrations)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { Length: > 0 } directory) System.IO.Directory.CreateDirectory(directory);
            using var connection = Open();
            var version = (int)connection.Scalar("PRAGMA user_version");
            if (version > migrations.Count) throw new ConfigurationException(KeyName, $"{Path} was written by a newer version ({version})");
            for (; version < migrations.Count; version++) Apply(connection, migrations[version], version + 1);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(KeyName, $"{Path} is not usable: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Apply(SqliteConnection connection, string migration, int version)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute($"{migration}; PRAGMA user_version={version};");
        transaction.Commit();
    }
}
