namespace DsMip.HomeAgent.Options;

/// <summary>Where bindings and leases are kept.</summary>
/// <param name="ConnectionString">Of the journal; the lease file lies next to it.</param>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString);

public enum StoreProvider
{
    Sqlite,
}
