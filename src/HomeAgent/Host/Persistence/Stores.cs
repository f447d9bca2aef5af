using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The store that the configuration names.</summary>
public static class Stores
{
    /// <summary>Key of the service that leases prefixes; addresses are leased by the one without key.</summary>
    public const string PrefixLeases = "prefixes";

    /// <exception cref="ConfigurationException">It cannot be opened, or belongs to a newer version.</exception>
    public static IStore Open(StoreOptions options) => options.Provider switch
    {
        StoreProvider.PostgreSql => new PostgresStore(options),
        _ => new SqliteStore(options),
    };
}
