using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>
/// Which edge a block of home addresses is routed to. Every edge finds it out by itself, from who is there. While they do not agree a block may be
/// announced twice, which is harmless, since every edge has every tunnel.
/// </summary>
internal sealed class BlockOwnership
{
    private readonly ImmutableArray<(HomeBlock Block, string Owner)> _blocks;

    public BlockOwnership(HomeAgentOptions options) => _blocks = options.Edges.IsEmpty
        ? [.. WholePrefixes(options).Select(block => (block, EdgeOptions.OnlyName))]
        : [.. options.Edges.SelectMany(edge => edge.Blocks.Select(block => (block, edge.Name))).Concat(NetworksOfHomes(options))];

    /// <summary>Those of all edges.</summary>
    public ImmutableHashSet<HomeBlock> All => [.. _blocks.Select(one => one.Block)];

    /// <summary>Those that are its own while it is there.</summary>
    public IEnumerable<HomeBlock> BlocksOf(string edge) => _blocks.Where(one => one.Owner == edge).Select(one => one.Block);

    /// <summary>The blocks that <paramref name="self"/> is to announce.</summary>
    /// <param name="present">Edges that can be reached, without <paramref name="self"/>.</param>
    /// <param name="ready">Those of them that know all bindings.</param>
    /// <param name="held">The blocks that it announces now.</param>
    /// <param name="mayTakeOver">False: it may be that we, and not the others, are cut off. Nothing is taken over then.</param>
    public ImmutableHashSet<HomeBlock> Of(
        string self, IReadOnlySet<string> present, IReadOnlySet<string> ready, IReadOnlySet<HomeBlock> held, bool mayTakeOver)
    {
        return [.. _blocks.Where(one => IsOurs(one.Block, one.Owner)).Select(one => one.Block)];

        bool IsOurs(HomeBlock block, string owner)
        {
            if (owner == self) return true;
            if (ready.Contains(owner)) return false;
            // It is back, and reads the store yet: who has its blocks keeps them until it is done, and nobody else needs them.
            if (present.Contains(owner) || !mayTakeOver) return held.Contains(block);
            return Heir(block, [self, .. ready]) == self;
        }
    }

    /// <summary>Who has the kernel's SAs of a home address; null: it is in no block, or nobody is there.</summary>
    /// <param name="ready">Edges that are there, and know all bindings.</param>
    public string? OwnerOf(IpAddress home, IReadOnlySet<string> ready)
    {
        foreach (var (block, owner) in _blocks)
            if (block.Contains(home)) return ready.Contains(owner) ? owner : Heir(block, ready);
        return null;
    }

    /// <summary>Rendezvous hashing: when an edge goes only its own blocks move, and they are spread over all others.</summary>
    public static string? Heir(HomeBlock block, IEnumerable<string> edges) =>
        edges.OrderByDescending(edge => Weight(block, edge)).ThenBy(edge => edge, StringComparer.Ordinal).FirstOrDefault();

    private static ulong Weight(HomeBlock block, string edge) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{block} {edge}")));

    private static IEnumerable<HomeBlock> WholePrefixes(HomeAgentOptions options)
    {
        yield return new HomeBlock(options.HomePrefix);
        if (options.Ipv4HomePrefix is { } ipv4) yield return new HomeBlock(ipv4);
        foreach (var network in MobileNetworkRoutes.Of(options)) yield return network;
    }

    /// <summary>A prefix that lies in no block goes where the home address of its mobile router goes.</summary>
    private static IEnumerable<(HomeBlock Block, string Owner)> NetworksOfHomes(HomeAgentOptions options)
    {
        foreach (var node in options.MobileNodes)
        {
            var owner = options.Edges.FirstOrDefault(edge => edge.Blocks.Any(block => block.Contains(node.HomeAddress)))?.Name;
            if (owner is null) continue;
            foreach (var network in MobileNetworkRoutes.Networks(node))
                if (!options.MobileNetworkBlocks.Any(network.IsInside)) yield return (network, owner);
        }
    }
}
