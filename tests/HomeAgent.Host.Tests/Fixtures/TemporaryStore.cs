using System.Data.Common;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>A store of its own, file or database, which outlives the home agents that use it and not the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    // In memory, where there is such a place: a disk that others keep busy can make a commit wait for longer than the journal does.
    private readonly string _directory = System.IO.Directory.CreateDirectory(
        Path.Combine(System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "dsmip-ha-" + Path.GetRandomFileName())).FullName;

    public TemporaryStore(StoreProvider provider = StoreProvider.Sqlite) => Store = Stores.Open(Options = OptionsOf(provider));

    /// <param name="options">Of a database that is somebody else's.</param>
    public TemporaryStore(StoreOptions options) => Store = Stores.Open(Options = options);

    public StoreOptions Options { get; }

    public IStore Store { get; }

    public IBindingStore Bindings => Store.Bindings;

    public long Rows => Scalar("SELECT COUNT(*) FROM journal");

    public IIpv4LeaseStore OpenLeases(string pool, params string[] reserved) =>
        Store.OpenLeases(Ipv4AddressPool.Parse(pool), reserved.Select(text => Ipv4Address.Parse(text)), NullLoggerFactory.Instance);

    public IIpv4LeaseStore OpenPrefixLeases(int shortest, params string[] pools) =>
        Store.OpenPrefixLeases(new Ipv4PrefixPools([.. pools.Select(text => Ipv4Prefix.Parse(text))], shortest), NullLoggerFactory.Instance);

    public void Execute(string sql, params ReadOnlySpan<object> parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>In the database of the leases, which SQLite keeps apart.</summary>
    public void ExecuteOnLeases(string sql)
    {
        using var connection = Store is SqliteStore sqlite ? sqlite.Database.Sibling("leases").Open() : Open();
        using var command = Command(connection, sql, []);
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql)
    {
        using var connection = Open();
        using var command = Command(connection, sql, []);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A row as the journal writes it.</summary>
    public void Insert(BindingCacheEntryState state, long sequence) => Execute(
        $"INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) VALUES (0, {False}, $1, $2, $3, 'b1', 5555)",
        PersistenceId.Of(state.HomeAddress), sequence, BindingCacheEntrySerializer.ToBytes(state));

    public void Dispose()
    {
        Store.Dispose();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private StoreOptions OptionsOf(StoreProvider provider) =>
        new(provider, provider == StoreProvider.Sqlite ? $"Data Source={Path.Combine(_directory, "dsmip.db")}" : SharedPostgres.CreateDatabase());

    private string False => Options.Provider == StoreProvider.Sqlite ? "0" : "false";

    private DbConnection Open() => Store is SqliteStore sqlite ? sqlite.Database.Open() : ((PostgresStore)Store).Database.Source.OpenConnection();

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<object> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests' own texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = command.CreateParameter();
            // PostgreSQL counts parameters, SQLite calls them by name.
            if (command is not NpgsqlCommand) parameter.ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}");
            parameter.Value = parameters[i];
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
