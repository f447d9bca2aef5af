using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>Puts the mobile nodes of a file into the store: all of them, or none and what is wrong with the first.</summary>
public static class DirectoryImport
{
    /// <param name="replace">Who is not in the file is removed.</param>
    /// <exception cref="ConfigurationException">The file, a line, or the key that seals is wrong.</exception>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public static async Task<ImportResult> RunAsync(HomeAgentOptions options, IMobileNodeStore store, string path, bool replace, CancellationToken cancellation = default)
    {
        if (options.Ipsec != IpsecImplementation.Bits) throw new ConfigurationException("Ipsec", "Kernel takes mobile nodes from MobileNodes only, not from the store");
        var nodes = MobileNodeFile.Read(path, options).ToList();
        var key = new SealingKeyFile(options.Store).LoadOrCreate(await store.SealedWitnessAsync(cancellation).ConfigureAwait(false));
        var result = default(ImportResult);
        var revision = await store.ChangeAsync(key.Witness(), rows => Changes(options, rows, nodes, replace, key, out result), cancellation).ConfigureAwait(false);
        return result with { Revision = revision };
    }

    private static List<StoredMobileNode> Changes(
        HomeAgentOptions options, IReadOnlyList<StoredMobileNode> rows, List<(string Where, SealedMobileNode Node)> nodes, bool replace, SealingKey key, out ImportResult result)
    {
        var before = Open(rows, key);
        Check(options, before, nodes, replace);
        var named = nodes.Select(node => node.Node.HomeAddress).ToHashSet();
        var removed = replace ? before.Keys.Where(home => !named.Contains(home)).ToList() : [];
        var changed = nodes.Where(node => before.GetValueOrDefault(node.Node.HomeAddress) != node.Node).Select(node => node.Node).ToList();
        var added = changed.Count(node => !before.ContainsKey(node.HomeAddress));
        result = new ImportResult(added, changed.Count - added, removed.Count, nodes.Count - changed.Count, 0);
        return [.. changed.Select(node => node.Seal(key)), .. removed.Select(home => new StoredMobileNode(home, null, 0, null, 0))];
    }

    // A row that cannot be opened is one that has to be written again.
    private static Dictionary<Ipv6Address, SealedMobileNode?> Open(IReadOnlyList<StoredMobileNode> rows, SealingKey key) => rows
        .Where(row => row.Sealed is not null)
        .ToDictionary(row => row.HomeAddress, row => SealedMobileNode.Open(row.HomeAddress, row.Ipv4HomeAddress, row.Spi, row.Sealed!, key));

    private static void Check(
        HomeAgentOptions options, Dictionary<Ipv6Address, SealedMobileNode?> before, List<(string Where, SealedMobileNode Node)> nodes, bool replace)
    {
        var unique = new DirectoryUniqueness();
        foreach (var node in options.MobileNodes) unique.Add(node);
        var named = nodes.Select(node => node.Node.HomeAddress).ToHashSet();
        if (!replace)
            foreach (var (home, node) in before)
                if (node is not null && !named.Contains(home)) unique.Add(node);
        foreach (var (where, node) in nodes) unique.Add(where, node);
    }
}

/// <param name="Revision">Of the table then.</param>
public readonly record struct ImportResult(int Added, int Changed, int Removed, int Unchanged, long Revision);
