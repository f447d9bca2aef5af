using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>What must hold of the edges together. Every process checks all of them: they are to be told the same.</summary>
internal static class EdgeConsistency
{
    /// <exception cref="ConfigurationException">Two keys contradict each other.</exception>
    public static void Check(HomeAgentOptions options)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Edges.Length; i++)
        {
            var edge = options.Edges[i];
            if (!names.Add(edge.Name)) throw new ConfigurationException($"Edges:{i}:Name", $"'{edge.Name}' is another edge's name too");
            foreach (var block in edge.Blocks) CheckBlock(options, block, $"Edges:{i}:Blocks");
            foreach (var earlier in options.Edges.Take(i)) CheckPair(earlier, edge, i);
            CheckOwn(edge, i);
        }
        if (options.Ipsec == IpsecImplementation.Kernel && !options.Cluster.IsAlone && options.Edges.IsEmpty)
            throw new ConfigurationException("Ipsec", "Kernel needs Edges where there are Cluster:Seeds: which edge has the SAs of which home addresses");
        if (options.SharesKernelIpsec) SharedKernelConsistency.Check(options);
        CheckProbes(options);
        CheckThisProcess(options);
    }

    /// <summary>An address in nobody's block is one that nobody asks the home link for, and its mobile node would never be registered.</summary>
    private static void CheckProbes(HomeAgentOptions options)
    {
        if (options.HomeLink is null || !options.DuplicateAddressDetection || options.Edges.IsEmpty) return;
        // None overlaps another.
        var covered = options.Edges.SelectMany(edge => edge.Blocks).Where(block => block.IsInside(options.HomePrefix)).Sum(block => block.PartOf(options.HomePrefix));
        if (covered < 1)
            throw new ConfigurationException(
                "Edges", $"have Blocks that do not cover HomePrefix {options.HomePrefix}, as HomeLink:DuplicateAddressDetection needs it: somebody has to ask for every home address");
    }

    private static void CheckBlock(HomeAgentOptions options, HomeBlock block, string key)
    {
        if (block.IsInside(options.HomePrefix) || (options.Ipv4HomePrefix is { } ipv4 && block.IsInside(ipv4)) || MobileNetworkRoutes.Of(options).Any(block.IsInside)) return;
        throw new ConfigurationException(key, $"{block} is neither in HomePrefix {options.HomePrefix} nor in Ipv4HomePrefix {options.Ipv4HomePrefix} nor among mobile networks");
    }

    private static void CheckPair(EdgeOptions earlier, EdgeOptions edge, int i)
    {
        foreach (var block in edge.Blocks)
            foreach (var other in earlier.Blocks)
                if (block.Overlaps(other)) throw new ConfigurationException($"Edges:{i}:Blocks", $"{block} overlaps {other} of '{earlier.Name}'");
        foreach (var range in edge.Spis)
            foreach (var other in earlier.Spis)
                if (range.Overlaps(other)) throw new ConfigurationException($"Edges:{i}:Spis", $"{range} overlaps {other} of '{earlier.Name}'");
    }

    private static void CheckOwn(EdgeOptions edge, int i)
    {
        for (var one = 0; one < edge.Blocks.Length; one++)
            for (var other = 0; other < one; other++)
                if (edge.Blocks[one].Overlaps(edge.Blocks[other]))
                    throw new ConfigurationException($"Edges:{i}:Blocks", $"{edge.Blocks[one]} overlaps {edge.Blocks[other]}");
    }

    private static void CheckThisProcess(HomeAgentOptions options)
    {
        if (!options.Roles.HasFlag(NodeRoles.Edge)) return;
        if (options.RouteCommand is { } command && !File.Exists(command))
            throw new ConfigurationException("Edge:RouteCommand", $"there is no file '{command}'");
        if (options.Edges.IsEmpty) return;
        var names = string.Join(", ", options.Edges.Select(edge => edge.Name));
        if (options.EdgeName is not { } name) throw new ConfigurationException("Edge:Name", $"is required with Edges: one of {names}");
        if (options.Edges.All(edge => edge.Name != name)) throw new ConfigurationException("Edge:Name", $"'{name}' is none of {names}");
    }
}
