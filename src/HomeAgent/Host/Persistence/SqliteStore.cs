using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using LinqToDB;
using LinqToDB.DataProvider.SQLite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Everything in files of one machine, for a home agent of one process.</summary>
public sealed class SqliteStore : IStore
{
    /// <exception cref="DsMip.Configuration.ConfigurationException">The file cannot be opened, written, or belongs to a newer version.</exception>
    public SqliteStore(StoreOptions options)
    {
        Database = new SqliteDatabase(options.ConnectionString);
        Database.Migrate(SqliteSchema.Migrations);
        Rows = new SqliteBindingStore(Database);
        MobileNodes = new SqliteMobileNodeStore(Database);
        Audit = new SqliteAuditStore(Database);
        Drains = new SqliteEdgeDrainStore(Database);
        Switches = new SqliteSwitchOfAllStore(Database);
    }

    public SqliteDatabase Database { get; }

    public IBindingStore Bindings => Rows;

    private SqliteBindingStore Rows { get; }

    public IMobileNodeStore MobileNodes { get; }

    public IAuditStore Audit { get; }

    public IEdgeDrainStore Drains { get; }

    public ISwitchOfAllStore Switches { get; }

    // Measured: parallelism above 1 makes SQLite's writers fight for the one lock.
    public Config Journal => JournalConfiguration.Hocon(ProviderName.SQLiteMS, parallelism: 1);

    public IReadOnlyList<Setup> JournalData =>
    [
        new DataOptionsSetup(new DataOptions()
            .UseSQLite(Database.ConnectionString, SQLiteProvider.Microsoft)
            .UseProvider(ProviderName.SQLiteMS)
            .UseInterceptor(new CommitBatching())),
        new NewestRowsSetup(Rows),
    ];

    public IFoundingRecord? Founding => null;

    public IIpv4LeaseStore OpenLeases(Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved, ILoggerFactory logs) =>
        new SqliteIpv4LeaseStore(
            SqliteIpv4LeaseFile.OfAddresses(Database.Sibling("leases")), new Ipv4AddressLeases(pool, reserved), logs.CreateLogger<SqliteIpv4LeaseStore>());

    public IIpv4LeaseStore OpenPrefixLeases(Ipv4PrefixPools pools, ILoggerFactory logs) => new SqliteIpv4LeaseStore(
        SqliteIpv4LeaseFile.OfPrefixes(Database.Sibling("leases")), new Ipv4PrefixLeases(pools), logs.CreateLogger<SqliteIpv4LeaseStore>());

    public void Dispose()
    {
        // Connections are opened one by one, and files need no farewell.
    }
}
