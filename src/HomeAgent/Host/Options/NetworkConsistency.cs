using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Prefixes of mobile networks lie beside the home prefixes, whose addresses are hosts', and no two of them overlap.</summary>
internal static class NetworkConsistency
{
    /// <exception cref="ConfigurationException">A block overlaps a home prefix, or another one.</exception>
    public static void CheckBlocks(HomeAgentOptions options)
    {
        var blocks = options.MobileNetworkBlocks;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Overlaps(new HomeBlock(options.HomePrefix)) || (options.Ipv4HomePrefix is { } ipv4 && blocks[i].Overlaps(new HomeBlock(ipv4))))
                throw new ConfigurationException(MobileNetworkReader.BlocksKey, $"{blocks[i]} overlaps a home prefix");
            for (var other = 0; other < i; other++)
                if (blocks[i].Overlaps(blocks[other])) throw new ConfigurationException(MobileNetworkReader.BlocksKey, $"{blocks[i]} overlaps {blocks[other]}");
        }
    }

    /// <exception cref="ConfigurationException">A pool of prefixes overlaps something else.</exception>
    public static void CheckPools(HomeAgentOptions options)
    {
        if (options.Ipv4PrefixPools is not { } pools) return;
        var seen = new DisjointPrefixes();
        foreach (var pool in pools.Pools)
        {
            CheckIpv4(options, pool, MobileNetworkReader.PoolsKey);
            if (seen.Add(pool, $"{pool}") is { } other) throw new ConfigurationException(MobileNetworkReader.PoolsKey, $"{pool} overlaps {other}");
        }
    }

    /// <param name="key">In front of the names of wrong keys.</param>
    /// <exception cref="ConfigurationException">A prefix of the mobile node is not one that it can have here.</exception>
    public static void CheckMobileNode(HomeAgentOptions options, MobileNodeOptions node, string key)
    {
        if (node.Networks is not { } networks) return;
        if (node.ProtectPayload)
            throw new ConfigurationException(key + "ProtectPayload", "protects home addresses only, and this node has mobile networks: give it one or the other");
        foreach (var prefix in networks.Ipv6)
        {
            if (prefix.Length is 0 || !prefix.Address.IsUnicastRoutable)
                throw new ConfigurationException(key + MobileNetworkReader.Ipv6Key, $"{prefix} is not a prefix of unicast addresses");
            if (prefix.Overlaps(options.HomePrefix))
                throw new ConfigurationException(key + MobileNetworkReader.Ipv6Key, $"{prefix} overlaps HomePrefix {options.HomePrefix}");
        }
        foreach (var prefix in networks.Ipv4)
        {
            CheckIpv4(options, prefix, key + MobileNetworkReader.Ipv4Key);
            if (options.Ipv4PrefixPools?.Overlaps(prefix) == true)
                throw new ConfigurationException(key + MobileNetworkReader.Ipv4Key, $"{prefix} is in {MobileNetworkReader.PoolsKey}, which are for leases");
        }
    }

    /// <summary>Routes do not follow the directory.</summary>
    /// <exception cref="ConfigurationException">A prefix of the mobile node is outside of what is routed to the edges.</exception>
    public static void CheckRouted(HomeAgentOptions options, MobileNodeOptions node)
    {
        foreach (var network in MobileNetworkRoutes.Networks(node))
            if (!options.MobileNetworkBlocks.Any(network.IsInside))
                throw new ConfigurationException(MobileNetworkReader.Ipv6Key, $"{network} is in none of {MobileNetworkReader.BlocksKey}, which are routed to the edges");
    }

    /// <exception cref="ConfigurationException">A prefix of the mobile node overlaps another one.</exception>
    public static void CheckUnique(DisjointPrefixes taken, MobileNodeOptions node, string key)
    {
        foreach (var prefix in node.Networks?.Ipv6 ?? [])
            Refuse(taken.Add(prefix, $"{prefix} of {node.HomeAddress}"), prefix.ToString(), key + MobileNetworkReader.Ipv6Key);
        foreach (var prefix in node.Networks?.Ipv4 ?? [])
            Refuse(taken.Add(prefix, $"{prefix} of {node.HomeAddress}"), prefix.ToString(), key + MobileNetworkReader.Ipv4Key);
    }

    private static void Refuse(string? other, string prefix, string key)
    {
        if (other is not null) throw new ConfigurationException(key, $"{prefix} overlaps {other}");
    }

    private static void CheckIpv4(HomeAgentOptions options, Ipv4Prefix prefix, string key)
    {
        if (prefix.Length is 0 || !prefix.Address.IsUnicastRoutable) throw new ConfigurationException(key, $"{prefix} is not a prefix of unicast addresses");
        if (options.Ipv4HomePrefix?.Overlaps(prefix) == true) throw new ConfigurationException(key, $"{prefix} overlaps Ipv4HomePrefix {options.Ipv4HomePrefix}");
        if (options.HomeAgentIpv4Address is { } own && prefix.Contains(own)) throw new ConfigurationException(key, $"{prefix} holds the home agent's own address {own}");
    }
}
