using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The store that the configuration names.</summary>
public static class Stores
{
    /// <exception cref="ConfigurationException">It cannot be opened, or belongs to a newer version.</exception>
    public static IStore Open(StoreOptions options) => options.Provider switch
    {
        StoreProvider.PostgreSql => new PostgresStore(options),
        _ => new SqliteStore(options),
    };
}
