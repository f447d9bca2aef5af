namespace DsMip.HomeAgent.Options;

/// <summary>Where bindings, leases and provisioned mobile nodes are kept.</summary>
/// <param name="ConnectionString">SQLite: the file of the journal, next to which the leases lie. PostgreSQL: as Npgsql has it.</param>
/// <param name="KeyFile">Seals the keys of mobile nodes in the store; null: next to the SQLite file, or none.</param>
/// <param name="KeepReplaced">How long rows of the journal stay although newer ones have replaced them.</param>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString, string? KeyFile = null, TimeSpan KeepReplaced = default);

public enum StoreProvider
{
    /// <summary>A file, for one process.</summary>
    Sqlite,

    /// <summary>A server, for a cluster.</summary>
    PostgreSql,
}
