using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.PostgreSQL;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Everything in one database that all home agents of a cluster share.</summary>
public sealed class PostgresStore : IStore
{
    // One writer: the next batch collects while it commits. Three wrote batches of a row or two at moderate rates, and took a third more of the server's time.
    internal const int WritesAtATime = 1;

    private readonly PostgresDatabase _leases;

    /// <exception cref="DsMip.Configuration.ConfigurationException">The server is not usable, or the database belongs to a newer version.</exception>
    public PostgresStore(StoreOptions options)
    {
        Database = new PostgresDatabase(options.ConnectionString);
        try
        {
            Database.Migrate(PostgresSchema.Migrations);
        }
        catch
        {
            Database.Dispose();
            throw;
        }
        _leases = new PostgresDatabase(PostgresPools.Sized(Database.ConnectionString, PostgresPools.Leases));
        Rows = new PostgresBindingStore(Database);
        MobileNodes = new PostgresMobileNodeStore(Database);
        Audit = new PostgresAuditStore(Database);
        Drains = new PostgresEdgeDrainStore(Database);
        Switches = new PostgresSwitchOfAllStore(Database);
    }

    public PostgresDatabase Database { get; }

    public IBindingStore Bindings => Rows;

    private PostgresBindingStore Rows { get; }

    public IMobileNodeStore MobileNodes { get; }

    public IAuditStore Audit { get; }

    public IEdgeDrainStore Drains { get; }

    public ISwitchOfAllStore Switches { get; }

    public Config Journal => JournalConfiguration.Hocon(ProviderName.PostgreSQL15, WritesAtATime);

    // ProviderSpecific: rows go by COPY. Without UseProvider the journal knows no mapping and fails for ever.
    public IReadOnlyList<Setup> JournalData =>
    [
        new DataOptionsSetup(new DataOptions()
            .UsePostgreSQL(PostgresPools.Sized(Database.ConnectionString, PostgresPools.Journal(WritesAtATime)), PostgreSQLVersion.v15, copy => copy with { BulkCopyType = BulkCopyType.ProviderSpecific })
            .UseProvider(ProviderName.PostgreSQL15)),
        new NewestRowsSetup(Rows),
    ];

    public IFoundingRecord Founding => new PostgresFounding(Database.Source);

    public IIpv4LeaseStore OpenLeases(Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved, ILoggerFactory logs) =>
        new PostgresIpv4LeaseStore(_leases, pool, reserved, logs.CreateLogger<PostgresIpv4LeaseStore>());

    public IIpv4LeaseStore OpenPrefixLeases(Ipv4PrefixPools pools, ILoggerFactory logs) =>
        new PostgresIpv4PrefixLeaseStore(_leases, pools, logs.CreateLogger<PostgresIpv4PrefixLeaseStore>());

    public void Dispose()
    {
        _leases.Dispose();
        Database.Dispose();
    }
}
