namespace DsMip.HomeAgent.Options;

/// <summary>Where bindings, leases and provisioned mobile nodes are kept.</summary>
/// <param name="ConnectionString">SQLite: the file of the journal, next to which the leases lie. PostgreSQL: as Npgsql has it.</param>
/// <param name="KeyFile">Seals the keys of mobile nodes in the store; null: next to the SQLite file, or none.</param>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString, string? KeyFile = null);

public enum StoreProvider
{
    /// <summary>A file, for one process.</summary>
    Sqlite,

    /// <summary>A server, for a cluster.</summary>
    PostgreSql,
}
