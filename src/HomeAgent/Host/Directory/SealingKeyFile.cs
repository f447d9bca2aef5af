using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Directory;

/// <summary>Where the sealing key is: as configured, or with SQLite next to the database.</summary>
public sealed class SealingKeyFile(StoreOptions options)
{
    private readonly string? _path = options.KeyFile
        ?? (options.Provider == StoreProvider.Sqlite ? Path.ChangeExtension(new SqliteDatabase(options.ConnectionString).Path, "key") : null);

    /// <param name="witness">Of the store; null: nothing was sealed yet.</param>
    /// <returns>Null: nothing to open.</returns>
    /// <exception cref="ConfigurationException">There is no key, or another one.</exception>
    public SealingKey? LoadFor(byte[]? witness)
    {
        if (witness is null) return null;
        var key = SealingKey.Load(Required());
        key.Check(witness);
        return key;
    }

    /// <summary>For the first import too: with SQLite the file is made then.</summary>
    /// <exception cref="ConfigurationException">There is no key, or another one.</exception>
    public SealingKey LoadOrCreate(byte[]? witness) => LoadFor(witness)
        ?? (options.KeyFile is null && _path is not null && !File.Exists(_path) ? SealingKey.Create(_path) : SealingKey.Load(Required()));

    private string Required() => _path ?? throw new ConfigurationException(
        "Store:KeyFile", "is required for mobile nodes in PostgreSQL; make one, the same for all nodes, with (umask 077; head -c 32 /dev/urandom >FILE)");
}
