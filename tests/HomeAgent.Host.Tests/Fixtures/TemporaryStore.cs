using DsMip.HomeAgent.Persistence;
using Microsoft.Data.Sqlite;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>A SQLite file of its own, which outlives the home agents that use it and not the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-ha-").FullName;

    public TemporaryStore()
    {
        Database = new SqliteDatabase($"Data Source={Path.Combine(_directory, "dsmip.db")}");
        Database.Migrate(JournalSchema.Migrations);
        Bindings = new SqliteBindingStore(Database);
    }

    public SqliteDatabase Database { get; }

    public SqliteBindingStore Bindings { get; }

    public long Rows
    {
        get
        {
            using var connection = Database.Open();
            return connection.Scalar("SELECT COUNT(*) FROM journal");
        }
    }

    public void Execute(string sql)
    {
        using var connection = Database.Open();
        connection.Execute(sql);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}
