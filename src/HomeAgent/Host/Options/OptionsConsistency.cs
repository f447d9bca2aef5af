using DsMip.Configuration;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>What must hold between keys that are each well formed.</summary>
public static class OptionsConsistency
{
    /// <exception cref="ConfigurationException">Two keys contradict each other.</exception>
    public static void Check(HomeAgentOptions options)
    {
        CheckHomeAgent(options);
        CheckPool(options);
        NetworkConsistency.CheckBlocks(options);
        NetworkConsistency.CheckPools(options);
        if (!options.Cluster.IsAlone && options.Store.Provider == StoreProvider.Sqlite)
            throw new ConfigurationException("Store:Provider", "needs to be PostgreSql with Cluster:Seeds: a SQLite file is one process's");
        var homeAddresses = new HashSet<Ipv6Address>();
        var ipv4Addresses = new HashSet<Ipv4Address>();
        var inbound = new HashSet<Spi>();
        var counterModeKeys = new HashSet<ulong>();
        var networks = new DisjointPrefixes();
        for (var i = 0; i < options.MobileNodes.Length; i++)
        {
            var node = options.MobileNodes[i];
            var key = $"MobileNodes:{i}:";
            CheckMobileNode(options, node, key);
            Unique(homeAddresses.Add(node.HomeAddress), key + "HomeAddress", node.HomeAddress);
            if (node.Ipv4HomeAddress is { } ipv4) Unique(ipv4Addresses.Add(ipv4), key + "Ipv4HomeAddress", ipv4);
            NetworkConsistency.CheckUnique(networks, node, key);
            // An SPI alone names the SA of a received packet (RFC 4301 4.1), and here also the mobile node that it belongs to.
            if (node.Keys is not { } keys) continue;
            Unique(inbound.Add(keys.BindingUpdate.Spi), key + "BindingUpdate:Spi", keys.BindingUpdate.Spi);
            CheckKey(counterModeKeys, keys.BindingUpdate, key + "BindingUpdate");
            CheckKey(counterModeKeys, keys.BindingAcknowledgement, key + "BindingAcknowledgement");
        }
        IpsecConsistency.Check(options);
        NameConsistency.Check(options);
        EdgeConsistency.Check(options);
    }

    private static void CheckHomeAgent(HomeAgentOptions options)
    {
        if (!options.HomeAgentAddress.IsUnicastRoutable)
            throw new ConfigurationException("HomeAgentAddress", $"{options.HomeAgentAddress} is not a routable unicast address");
        if (!options.HomePrefix.Contains(options.HomeAgentAddress))
            throw new ConfigurationException("HomeAgentAddress", $"{options.HomeAgentAddress} is not in HomePrefix {options.HomePrefix}");
        if (options.HomeAgentIpv4Address is { IsUnicastRoutable: false } ipv4)
            throw new ConfigurationException("HomeAgentIpv4Address", $"{ipv4} is not a unicast address");
        if ((options.NatRefresh ?? TimeSpan.FromSeconds(1)) < TimeSpan.FromSeconds(1))
            throw new ConfigurationException("NatRefresh", "is shorter than a second; 00:00:00 switches keepalives off");
        if (options.RouterAdvertisements is not null && options.HomeLink is null)
            throw new ConfigurationException("HomeLink:RouterAdvertisements:Enabled", "needs HomeLink:Interface: there is nobody to advertise to");
        if (options.ForceUdp && options.HomeAgentIpv4Address is null)
            throw new ConfigurationException("ForceUdp", "needs HomeAgentIpv4Address");
    }

    private static void CheckPool(HomeAgentOptions options)
    {
        if (options.Ipv4Pool is not { } pool) return;
        if (options.Ipv4HomePrefix is not { } prefix) throw new ConfigurationException("Ipv4Pool", "needs Ipv4HomePrefix");
        if (!prefix.Contains(pool.First) || !prefix.Contains(pool.Last))
            throw new ConfigurationException("Ipv4Pool", $"{pool} is not inside Ipv4HomePrefix {prefix}");
    }

    /// <param name="key">In front of the names of wrong keys.</param>
    /// <exception cref="ConfigurationException">An address is not one that a mobile node can have here.</exception>
    internal static void CheckMobileNode(HomeAgentOptions options, MobileNodeOptions node, string key)
    {
        if (!options.HomePrefix.Contains(node.HomeAddress) || !node.HomeAddress.IsUnicastRoutable)
            throw new ConfigurationException(key + "HomeAddress", $"{node.HomeAddress} is not a unicast address in HomePrefix {options.HomePrefix}");
        if (node.HomeAddress == options.HomeAgentAddress)
            throw new ConfigurationException(key + "HomeAddress", $"{node.HomeAddress} is the home agent's own address");
        if (node.HomeAddress == HomeAgentsAnycast.Of(options.HomePrefix))
            throw new ConfigurationException(key + "HomeAddress", $"{node.HomeAddress} is the anycast address of the home agents");
        NetworkConsistency.CheckMobileNode(options, node, key);
        if (node.Ipv4HomeAddress is not { } ipv4) return;
        if (options.Ipv4HomePrefix is not { } prefix) throw new ConfigurationException(key + "Ipv4HomeAddress", "needs Ipv4HomePrefix");
        if (!prefix.Contains(ipv4)) throw new ConfigurationException(key + "Ipv4HomeAddress", $"{ipv4} is not in Ipv4HomePrefix {prefix}");
        if (Ipv4Reservations.Unassignable(options).Contains(ipv4))
            throw new ConfigurationException(key + "Ipv4HomeAddress", $"{ipv4} is the home agent's own, the network's or the broadcast address");
    }

    // Every SA counts from 1: under one key two of them would use every nonce twice (RFC 4106 2).
    private static void CheckKey(HashSet<ulong> used, SignallingAssociation association, string key)
    {
        if (EspSuiteProfile.Of(association.Parameters.Suite).IsCounterMode && !used.Add(association.Fingerprint))
            throw new ConfigurationException(key + ":EncryptionKey", "is the key of another SA too; each SA needs its own");
    }

    private static void Unique(bool added, string key, object value)
    {
        if (!added) throw new ConfigurationException(key, $"{value} belongs to another mobile node too");
    }
}
