using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Store</c>.</summary>
internal static class StoreReader
{
    private const string DefaultFile = "Data Source=/var/lib/dsmip-ha/dsmip.db";

    /// <exception cref="ConfigurationException">A value is missing or wrong.</exception>
    public static StoreOptions Read(SettingsReader store)
    {
        var provider = store.Choice("Provider", StoreProvider.Sqlite);
        var connection = store.Text("ConnectionString") ?? (provider == StoreProvider.Sqlite
            ? DefaultFile
            : throw store.Wrong("ConnectionString", "is required, such as Host=db.example.net;Username=dsmip;Password=...;Database=dsmip"));
        return new StoreOptions(provider, connection, store.Text("KeyFile"), store.Duration("KeepReplaced", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(30)));
    }
}
