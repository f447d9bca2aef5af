using DsMip.Configuration;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Options;

/// <summary>Names of mobile nodes in the DNS: each is one mobile node's.</summary>
internal static class NameConsistency
{
    /// <exception cref="ConfigurationException">Two keys contradict each other.</exception>
    public static void Check(HomeAgentOptions options)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.MobileNodes.Length; i++)
        {
            var key = $"MobileNodes:{i}:DnsName";
            if (options.MobileNodes[i] is not { DnsName: { } name } node) continue;
            if (node.Ike is not null) throw new ConfigurationException(key, "is Ike:Identity where keys are negotiated (RFC 5026 9.5)");
            if (options.NameUpdates is not { } updates) throw new ConfigurationException(key, "needs NameUpdates:Server");
            if (!DnsName.IsIn(name, updates.Zone)) throw new ConfigurationException(key, $"{name} is not in NameUpdates:Zone {updates.Zone}");
            if (!names.Add(name)) throw new ConfigurationException(key, $"{name} belongs to another mobile node too");
        }
        // Identities are different anyhow.
        foreach (var node in options.MobileNodes)
            if (node.Ike is not null && OwnName(options, node) is { } identity && names.Contains(identity))
                throw new ConfigurationException("MobileNodes", $"{identity} is the identity of a mobile node and the DnsName of another one");
    }

    /// <summary>What a mobile node may have in the DNS: by IKE only the name that it has proved to have (IDi).</summary>
    public static string? OwnName(HomeAgentOptions options, MobileNodeOptions node)
    {
        if (options.NameUpdates is not { } updates) return null;
        if (node.Ike is not { } peer) return node.DnsName;
        return DnsName.TryRead(peer.Identity, out var name) && DnsName.IsIn(name, updates.Zone) ? name : null;
    }
}
