using DsMip.Configuration;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Ike:Bootstrapping</c>.</summary>
internal static class BootstrappingReader
{
    /// <summary>Each address is a pool of charon's.</summary>
    private const int LongestPool = 128, ShortestPool = 118;

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1), Usual = TimeSpan.FromHours(1), Most = TimeSpan.FromDays(365);

    /// <summary>Null: mobile nodes know their home addresses.</summary>
    /// <exception cref="ConfigurationException">Something is missing or wrong.</exception>
    public static BootstrappingOptions? Read(SettingsReader section)
    {
        var enabled = section.Flag("Enabled", false);
        var pool = section.Optional<Ipv6Prefix>("Pool", "a part of the home prefix such as 2001:db8:1::1000/120");
        var lease = section.Duration("LeaseTime", Usual, Least, Most);
        var peers = section.Sections("MobileNodes").Select(ReadPeer).ToList();
        if (!enabled) return pool is null && peers.Count == 0 ? null : throw section.Wrong("Enabled", "has to be true with Pool and MobileNodes");
        if (peers.Count > 0 && pool is null) throw section.Wrong("Pool", "is required: out of it the MobileNodes of this section get home addresses");
        if (pool is { Length: < ShortestPool }) throw section.Wrong("Pool", $"is larger than a /{ShortestPool}, {1 << (LongestPool - ShortestPool)} addresses");
        return new BootstrappingOptions(pool, lease, [.. peers]);
    }

    private static BootstrapPeerOptions ReadPeer(SettingsReader node) => new(
        IkeReader.ReadPeer(node) ?? throw node.Wrong("Identity", "is required: the mobile node's name, such as alice@example.org"), node.Flag("ProtectPayload", false));
}
