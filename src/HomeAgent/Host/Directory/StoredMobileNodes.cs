using System.Diagnostics.CodeAnalysis;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>
/// The mobile nodes of the store, in memory as they are sealed: keys are opened when an entity asks for them, and not kept. Readers never wait;
/// one thread at a time may <see cref="RefreshAsync"/>.
/// </summary>
/// <param name="key">Read when there are mobile nodes: before the first import there may be none.</param>
public sealed partial class StoredMobileNodes(IMobileNodeStore store, SealingKeyFile key, bool allowLegacySuites, ILogger<StoredMobileNodes> log) : IMobileNodeDirectory
{
    private volatile Contents _now = new([], []);
    private volatile SealingKey? _key;
    private long _revision;

    public int Count => _now.Rows.Count;

    /// <summary>Home addresses and IPv4 home addresses.</summary>
    public IEnumerable<(Ipv6Address HomeAddress, Ipv4Address? Ipv4HomeAddress)> All => _now.Rows.Select(row => (row.Key, row.Value.Ipv4HomeAddress));

    public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node)
    {
        node = null;
        if (_key is not { } opener || !_now.Rows.TryGetValue(homeAddress, out var row)) return false;
        node = SealedMobileNode.Open(homeAddress, row.Ipv4HomeAddress, row.Spi, row.Sealed, opener)?.ToOptions(allowLegacySuites);
        if (node is null) Unusable(log, homeAddress);
        return node is not null;
    }

    public bool Contains(Ipv6Address homeAddress) => _now.Rows.ContainsKey(homeAddress);

    public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => _now.Owners.TryGetValue(spi, out homeAddress);

    public long RevisionOf(Ipv6Address homeAddress) => _now.Rows.TryGetValue(homeAddress, out var row) ? row.Revision : -1;

    /// <summary>Without opening what is sealed.</summary>
    /// <param name="ipv4HomeAddress">Null: it has none of its own.</param>
    /// <returns>False: there is no such mobile node in the store.</returns>
    public bool TryFindIpv4(Ipv6Address homeAddress, out Ipv4Address? ipv4HomeAddress)
    {
        var found = _now.Rows.TryGetValue(homeAddress, out var row);
        ipv4HomeAddress = found ? row.Ipv4HomeAddress : null;
        return found;
    }

    /// <summary>Reads what has changed since the last time.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer; nothing has changed here.</exception>
    /// <exception cref="DsMip.Configuration.ConfigurationException">There is no key to open them, or another one; nothing has changed here.</exception>
    public async Task<DirectoryChanges> RefreshAsync(CancellationToken cancellation)
    {
        var revision = await store.RevisionAsync(cancellation).ConfigureAwait(false);
        if (revision == _revision) return DirectoryChanges.None;
        _key ??= key.LoadFor(await store.SealedWitnessAsync(cancellation).ConfigureAwait(false));
        var changed = new List<StoredMobileNode>();
        // Rows of a still newer revision may be among them; they come again next time.
        await foreach (var row in store.NewerAsync(_revision, cancellation).ConfigureAwait(false)) changed.Add(row);
        var before = _now;
        _now = before.With(changed);
        _revision = revision;
        if (changed.Count > 0) Read(log, changed.Count, Count);
        return new DirectoryChanges(
            [.. changed.Where(row => row.Sealed is null).Select(row => row.HomeAddress)],
            [.. changed.Where(row => row.Sealed is not null && before.Rows.ContainsKey(row.HomeAddress)).Select(row => row.HomeAddress)]);
    }

    private readonly record struct Row(byte[] Sealed, long Revision, uint Spi, uint Ipv4)
    {
        public Ipv4Address? Ipv4HomeAddress => Ipv4 == 0 ? null : new Ipv4Address(Ipv4);
    }

    private sealed record Contents(Dictionary<Ipv6Address, Row> Rows, Dictionary<uint, Ipv6Address> Owners)
    {
        public Contents With(List<StoredMobileNode> changed)
        {
            var rows = new Dictionary<Ipv6Address, Row>(Rows.Count + changed.Count);
            foreach (var (home, row) in Rows) rows.Add(home, row);
            foreach (var row in changed)
            {
                if (row.Sealed is null) rows.Remove(row.HomeAddress);
                else rows[row.HomeAddress] = new Row(row.Sealed, row.Revision, row.Spi, row.Ipv4HomeAddress?.Value ?? 0);
            }
            rows.TrimExcess();
            var owners = new Dictionary<uint, Ipv6Address>(rows.Count);
            foreach (var (home, row) in rows) owners[row.Spi] = home;
            return new Contents(rows, owners);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Changed} mobile nodes of the store were read, {Count} are served")]
    private static partial void Read(ILogger log, int changed, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "the mobile node {HomeAddress} of the store cannot be served: its row was altered, or its suite is not allowed")]
    private static partial void Unusable(ILogger log, Ipv6Address homeAddress);
}
