using System.Collections.Immutable;
using DsMip.HomeAgent.Core;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Options;

/// <summary>Configuration to <see cref="HomeAgentOptions"/>, or the first thing that is wrong with it.</summary>
public static class HomeAgentOptionsReader
{
    private const int InterfaceNameLimit = 15;
    private static readonly TimeSpan LongestLifetime = new BindingLifetime(ushort.MaxValue).ToTimeSpan();

    private static readonly string[] Keys =
    [
        "HomeAgentAddress", "HomeAgentIpv4Address", "HomePrefix", "Ipv4HomePrefix", "Ipv4Pool", "HomeLink", "TunnelInterface", "TunnelMtu",
        "MaximumLifetime", "NatRefresh", "ForceUdp", "AllowUdpRequest", "AllowLegacySuites", "Roles", "Store", "Admin", "Cluster", "MobileNodes", "Logging",
    ];

    /// <exception cref="ConfigurationException">A key is unknown, missing or has a wrong value.</exception>
    public static HomeAgentOptions Read(IConfiguration configuration)
    {
        RefuseUnknownKeys(configuration);
        var root = new ConfigurationReader(configuration);
        var legacy = root.Flag("AllowLegacySuites", false);
        var options = new HomeAgentOptions
        {
            HomeAgentAddress = root.Ipv6("HomeAgentAddress"),
            HomeAgentIpv4Address = root.OptionalIpv4("HomeAgentIpv4Address"),
            HomePrefix = root.Required<Ipv6Prefix>("HomePrefix", TryPrefix, "an IPv6 prefix such as 2001:db8::/64"),
            Ipv4HomePrefix = root.Optional<Ipv4Prefix>("Ipv4HomePrefix", TryPrefix, "an IPv4 prefix such as 192.0.2.0/24"),
            Ipv4Pool = root.OptionalObject<Ipv4AddressPool>("Ipv4Pool", TryPool, "a range such as 10.0.0.100-10.0.0.200"),
            HomeLink = InterfaceName(root, "HomeLink", null),
            TunnelInterface = InterfaceName(root, "TunnelInterface", "dsmip0")!,
            TunnelMtu = root.Number("TunnelMtu", 1400, 1280, ushort.MaxValue),
            MaximumLifetime = root.Duration("MaximumLifetime", TimeSpan.FromHours(1), TimeSpan.FromSeconds(4), LongestLifetime),
            NatRefresh = NatRefresh(root),
            ForceUdp = root.Flag("ForceUdp", false),
            AllowUdpRequest = root.Flag("AllowUdpRequest", true),
            AllowLegacySuites = legacy,
            Roles = ReadRoles(root),
            Store = ReadStore(root.Section("Store")),
            AdminListen = ReadListen(root.Section("Admin")),
            ClusterHost = root.Section("Cluster").Text("Host", "127.0.0.1"),
            ClusterPort = root.Section("Cluster").Number("Port", 0, 0, ushort.MaxValue),
            MobileNodes = [.. root.List("MobileNodes").Select(node => MobileNodeReader.Read(node, legacy))],
        };
        OptionsConsistency.Check(options);
        return options;
    }

    private static void RefuseUnknownKeys(IConfiguration configuration)
    {
        foreach (var child in configuration.GetChildren())
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                throw new ConfigurationException(child.Key, "is not a key of the home agent's configuration");
    }

    private static string? InterfaceName(ConfigurationReader root, string name, string? otherwise)
    {
        var text = root.OptionalText(name) ?? otherwise;
        if (text is null || (text.Length <= InterfaceNameLimit && !text.Contains('/', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace))) return text;
        throw new ConfigurationException(root.Key(name), $"'{text}' is not an interface name (1 to {InterfaceNameLimit} characters)");
    }

    private static TimeSpan? NatRefresh(ConfigurationReader root)
    {
        var value = root.Duration("NatRefresh", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromDays(1));
        return value == TimeSpan.Zero ? null : value;
    }

    private static NodeRoles ReadRoles(ConfigurationReader root) =>
        root.Optional<NodeRoles>("Roles", TryRoles, "a list of control, edge, admin such as \"control,edge\"") ?? NodeRoles.All;

    private static bool TryRoles(string text, out NodeRoles value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && value is > NodeRoles.None and <= NodeRoles.All && !char.IsDigit(text[0]);

    private static StoreOptions ReadStore(ConfigurationReader store)
    {
        var provider = store.Optional<StoreProvider>("Provider", TryProvider, "a store provider: Sqlite") ?? StoreProvider.Sqlite;
        return new StoreOptions(provider, store.Text("ConnectionString", "Data Source=/var/lib/dsmip-ha/dsmip.db"));
    }

    private static bool TryProvider(string text, out StoreProvider value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);

    private static Uri ReadListen(ConfigurationReader admin)
    {
        var text = admin.Text("Listen", "http://127.0.0.1:8191");
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp) return uri;
        throw new ConfigurationException(admin.Key("Listen"), $"'{text}' is not an address such as http://127.0.0.1:8191");
    }

    private static bool TryPrefix(string text, out Ipv6Prefix value) => Ipv6Prefix.TryParse(text, null, out value);

    private static bool TryPrefix(string text, out Ipv4Prefix value) => Ipv4Prefix.TryParse(text, null, out value);

    private static bool TryPool(string text, out Ipv4AddressPool? value) => Ipv4AddressPool.TryParse(text, null, out value);
}
