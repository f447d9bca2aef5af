using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>What <c>Ipsec</c>, <c>Ike</c> and the mobile nodes ask of each other.</summary>
internal static class IpsecConsistency
{
    private const string NeedsKernel = "needs Ipsec=Kernel";

    /// <exception cref="ConfigurationException">Two keys contradict each other.</exception>
    public static void Check(HomeAgentOptions options)
    {
        var isKernel = options.Ipsec == IpsecImplementation.Kernel;
        if (options.Ike is not null && !isKernel) throw new ConfigurationException("Ike", NeedsKernel);
        var identities = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.MobileNodes.Length; i++)
        {
            var node = options.MobileNodes[i];
            var key = $"MobileNodes:{i}:";
            if (node.IsUnprotected && isKernel) throw new ConfigurationException(key + "BindingUpdate", "is required: a mobile node without SA needs Ipsec=Bits");
            if (node.ProtectPayload && !isKernel) throw new ConfigurationException(key + "ProtectPayload", NeedsKernel);
            if (node.Ike is not { } peer) continue;
            if (!isKernel) throw new ConfigurationException(key + "Ike", NeedsKernel);
            CheckPeer(options.Ike, peer, key + "Ike");
            if (!identities.Add(peer.Identity)) throw new ConfigurationException(key + "Ike:Identity", $"{peer.Identity} is another mobile node too");
        }
        if (options.Ike?.Bootstrapping is { } bootstrapping) Check(options, bootstrapping, identities);
    }

    private static void Check(HomeAgentOptions options, BootstrappingOptions bootstrapping, HashSet<string> identities)
    {
        const string section = "Ike:Bootstrapping:";
        if (options.Roles != NodeRoles.All || options.Store.Provider != StoreProvider.Sqlite)
            throw new ConfigurationException(section + "Enabled", "needs a home agent of one process, with all Roles and Store:Provider=Sqlite");
        if (bootstrapping.Pool is { } pool && !options.HomePrefix.Contains(pool))
            throw new ConfigurationException(section + "Pool", $"{pool} is not in HomePrefix {options.HomePrefix}");
        for (var i = 0; i < bootstrapping.Peers.Length; i++)
        {
            var (peer, key) = (bootstrapping.Peers[i].Ike, $"{section}MobileNodes:{i}");
            CheckPeer(options.Ike, peer, key);
            if (!identities.Add(peer.Identity)) throw new ConfigurationException(key + ":Identity", $"{peer.Identity} is another mobile node too");
        }
    }

    private static void CheckPeer(IkeOptions? own, IkePeerOptions peer, string key)
    {
        if (own is null) throw new ConfigurationException(key, "needs Ike:Identity, the home agent's own");
        if (string.Equals(own.Identity, peer.Identity, StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException(key + ":Identity", $"{peer.Identity} is the home agent's own");
        if (peer.EapSecret is not null && own.Certificate is null)
            throw new ConfigurationException(key + ":EapSecret", "needs Ike:Certificate and Ike:PrivateKey: with EAP the home agent has a certificate");
        if (peer is { PresharedKey: null, EapSecret: null } && own is not { Certificate: not null, CaCertificate: not null })
            throw new ConfigurationException(key + ":PresharedKey", "or EapSecret is required, or Ike:Certificate, Ike:PrivateKey and Ike:CaCertificate");
    }
}
