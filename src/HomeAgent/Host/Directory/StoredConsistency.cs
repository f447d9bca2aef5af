using DsMip.Configuration;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Directory;

/// <summary>What must hold between the configuration and mobile nodes that were imported, maybe under another configuration.</summary>
internal static class StoredConsistency
{
    /// <exception cref="ConfigurationException">They contradict each other.</exception>
    public static void Check(HomeAgentOptions options, StoredMobileNodes stored)
    {
        if (stored.Count == 0) return;
        if (options.Ipsec != IpsecImplementation.Bits) throw new ConfigurationException("Ipsec", "Kernel takes mobile nodes from MobileNodes only, and there are some in the store");
        for (var i = 0; i < options.MobileNodes.Length; i++) CheckConfigured(options.MobileNodes[i], stored, $"MobileNodes:{i}:");
        CheckNetworks(options, stored);
        foreach (var (home, ipv4) in stored.All)
        {
            if (!options.HomePrefix.Contains(home)) throw new ConfigurationException("HomePrefix", $"{options.HomePrefix} does not hold {home}, a mobile node of the store");
            if (ipv4 is { } address && options.Ipv4Pool?.Contains(address) == true)
                throw new ConfigurationException("Ipv4Pool", $"{options.Ipv4Pool} holds {address}, which is provisioned for {home} in the store");
        }
    }

    /// <summary>Prefixes are sealed with the keys, so that this opens every row.</summary>
    private static void CheckNetworks(HomeAgentOptions options, StoredMobileNodes stored)
    {
        if (options.Ipv4PrefixPools is null && options.MobileNodes.All(node => node.Networks is null)) return;
        var configured = new DisjointPrefixes();
        foreach (var node in options.MobileNodes) NetworkConsistency.CheckUnique(configured, node, "MobileNodes:");
        foreach (var (home, _) in stored.All)
        {
            if (!stored.TryFind(home, out var node) || node.Networks is null) continue;
            NetworkConsistency.CheckMobileNode(options, node, $"{home} of the store: ");
            NetworkConsistency.CheckUnique(configured, node, $"{home} of the store: ");
        }
    }

    private static void CheckConfigured(MobileNodeOptions node, StoredMobileNodes stored, string key)
    {
        if (stored.Contains(node.HomeAddress)) throw new ConfigurationException(key + "HomeAddress", $"{node.HomeAddress} is in the store too");
        if (node.Keys is { } keys && stored.TryFindOwner(keys.BindingUpdate.Spi.Value, out var owner))
            throw new ConfigurationException(key + "BindingUpdate:Spi", $"{keys.BindingUpdate.Spi} belongs to {owner} of the store too");
        if (node.Ipv4HomeAddress is { } ipv4 && stored.All.FirstOrDefault(other => other.Ipv4HomeAddress == ipv4) is { Ipv4HomeAddress: not null } other)
            throw new ConfigurationException(key + "Ipv4HomeAddress", $"{ipv4} belongs to {other.HomeAddress} of the store too");
    }
}
