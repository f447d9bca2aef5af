using System.Globalization;
using DsMip.Configuration;
using DsMip.MobileNode.Core;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Configuration;

/// <summary>The section <c>MobileRouter</c>.</summary>
internal static class MobileRouterReader
{
    /// <summary>Of either family: a Binding Update that names all has to fit into 1280 bytes.</summary>
    private const int MostPrefixes = 32;

    /// <param name="options">All the rest, which has to go with it.</param>
    /// <returns>Null: it is a mobile host.</returns>
    /// <exception cref="ConfigurationException">Something is missing, wrong, or does not go together.</exception>
    public static MobileRouterOptions? Read(SettingsReader section, MobileNodeOptions options)
    {
        var mode = section.Choice("Mode", MobileRouterMode.Implicit);
        var ipv6 = Prefixes<Ipv6Prefix>(section, "Prefixes", "an IPv6 prefix such as 2001:db8:aa::/64");
        var ipv4 = Prefixes<Ipv4Prefix>(section, "Ipv4Prefixes", "an IPv4 prefix such as 10.80.0.0/24");
        var interfaces = section.InterfaceNames("Interfaces").ToList();
        if (MobileNetworks.Of(ipv6, ipv4) is not { } networks)
            return interfaces.Count == 0 && section.Text("Mode") is null ? null : throw section.Wrong("Prefixes", "or Ipv4Prefixes are required: a mobile router has a mobile network");
        if (interfaces.Count == 0) throw section.Wrong("Interfaces", "are required: where the mobile network is");
        if (interfaces.Find(name => name == options.TunnelInterface || options.Interfaces.Contains(name)) is { } outer)
            throw section.Wrong("Interfaces", $"{outer} is a way out, not into the mobile network");
        if (options.ProtectPayload) throw section.Wrong("Prefixes", "and ProtectPayload exclude each other: it protects home addresses only");
        foreach (var prefix in ipv6) Check(section, prefix, options);
        foreach (var prefix in ipv4) Check(section, prefix, options);
        return new MobileRouterOptions(new MobileRouterSettings(mode, networks), [.. interfaces]);
    }

    private static void Check(SettingsReader section, Ipv6Prefix prefix, MobileNodeOptions options)
    {
        if (prefix.Length == 0 || !prefix.Address.IsUnicastRoutable) throw section.Wrong("Prefixes", $"{prefix} is not a prefix of unicast addresses");
        if (prefix.Overlaps(options.HomePrefix)) throw section.Wrong("Prefixes", $"{prefix} overlaps HomePrefix {options.HomePrefix}");
        if (prefix.Contains(options.HomeAgentAddress)) throw section.Wrong("Prefixes", $"{prefix} holds the home agent's address {options.HomeAgentAddress}");
    }

    private static void Check(SettingsReader section, Ipv4Prefix prefix, MobileNodeOptions options)
    {
        if (prefix.Length == 0 || !prefix.Address.IsUnicastRoutable) throw section.Wrong("Ipv4Prefixes", $"{prefix} is not a prefix of unicast addresses");
        foreach (var own in (Ipv4Address?[])[options.Ipv4HomeAddress, options.HomeAgentIpv4Address])
            if (own is { IsUnspecified: false } address && prefix.Contains(address)) throw section.Wrong("Ipv4Prefixes", $"{prefix} holds {address}, which is elsewhere");
    }

    private static List<T> Prefixes<T>(SettingsReader section, string name, string expected) where T : struct, ISpanParsable<T>
    {
        var prefixes = new List<T>();
        foreach (var text in section.List(name))
            prefixes.Add(T.TryParse(text, CultureInfo.InvariantCulture, out var prefix) ? prefix : throw section.Wrong(name, $"'{text}' is not {expected}"));
        return prefixes.Count <= MostPrefixes ? [.. prefixes.Distinct()] : throw section.Wrong(name, $"are {prefixes.Count}, and {MostPrefixes} at most fit into a Binding Update");
    }
}
