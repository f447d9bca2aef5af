using System.Collections.Immutable;
using System.Globalization;
using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Prefixes of mobile networks: those of one mobile node, and the pools of IPv4 prefixes to be leased.</summary>
internal static class MobileNetworkReader
{
    public const string PoolsKey = "Ipv4PrefixPools";
    public const string BlocksKey = "MobileNetworkBlocks";
    public const string Ipv6Key = "MobileNetworkPrefixes";
    public const string Ipv4Key = "Ipv4MobileNetworkPrefixes";
    private const string Ipv4Example = "an IPv4 prefix such as 10.64.0.0/12";
    private const int DefaultShortest = 24, Longest = 30;

    /// <returns>Null: there are none.</returns>
    public static Ipv4PrefixPools? ReadPools(SettingsReader root)
    {
        var pools = Prefixes<Ipv4Prefix>(root, PoolsKey, Ipv4Example);
        var shortest = root.Number("Ipv4ShortestPrefix", DefaultShortest, 1, Longest);
        return pools.Count > 0 ? new Ipv4PrefixPools([.. pools], shortest) : null;
    }

    public static ImmutableArray<HomeBlock> ReadBlocks(SettingsReader root)
    {
        var blocks = ImmutableArray.CreateBuilder<HomeBlock>();
        foreach (var text in root.List(BlocksKey))
            blocks.Add(HomeBlock.TryParse(text, out var block) ? block : throw root.Wrong(BlocksKey, $"'{text}' is not a prefix such as 2001:db8:a000::/36"));
        return blocks.ToImmutable();
    }

    /// <returns>Null: it has none.</returns>
    public static MobileNetworks? ReadNetworks(SettingsReader node) => MobileNetworks.Of(
        Prefixes<Ipv6Prefix>(node, Ipv6Key, "an IPv6 prefix such as 2001:db8:aa::/56"), Prefixes<Ipv4Prefix>(node, Ipv4Key, Ipv4Example));

    private static List<T> Prefixes<T>(SettingsReader reader, string name, string expected) where T : ISpanParsable<T>
    {
        var prefixes = new List<T>();
        foreach (var text in reader.List(name))
            prefixes.Add(T.TryParse(text, CultureInfo.InvariantCulture, out var prefix) ? prefix : throw reader.Wrong(name, $"'{text}' is not {expected}"));
        return prefixes;
    }
}
