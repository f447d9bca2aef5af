using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Switching;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Options;

/// <summary>Configuration to <see cref="HomeAgentOptions"/>, or the first thing that is wrong with it.</summary>
public static class HomeAgentOptionsReader
{
    private const int MostSwitchMessages = 1000;
    private static readonly TimeSpan LongestLifetime = new BindingLifetime(ushort.MaxValue).ToTimeSpan();

    /// <exception cref="ConfigurationException">A key is unknown, missing or has a wrong value.</exception>
    public static HomeAgentOptions Read(IConfiguration configuration)
    {
        var root = new SettingsReader(configuration);
        var legacy = root.Flag("AllowLegacySuites", false);
        var insecure = root.Section("Insecure").Flag("AcceptUnprotectedSignalling", false);
        var address = root.Required<Ipv6Address>("HomeAgentAddress", "an IPv6 address");
        var prefix = root.Required<Ipv6Prefix>("HomePrefix", "an IPv6 prefix such as 2001:db8::/64");
        var options = new HomeAgentOptions
        {
            HomeAgentAddress = address,
            HomeAgentIpv4Address = root.Optional<Ipv4Address>("HomeAgentIpv4Address", "an IPv4 address"),
            HomePrefix = prefix,
            HomePrefixes = HomePrefixReader.Read(root, prefix, address),
            PrefixAdvertising = HomePrefixReader.ReadAdvertising(root.Section("MobilePrefixAdvertisements")),
            Revocation = RevocationReader.Read(root.Section("BindingRevocation")),
            SwitchMessagesPerSecond = root.Section("HomeAgentSwitch").Number("MessagesPerSecond", SwitchPace.UsualRate, 1, MostSwitchMessages),
            Ipv4HomePrefix = root.Optional<Ipv4Prefix>("Ipv4HomePrefix", "an IPv4 prefix such as 192.0.2.0/24"),
            Ipv4Pool = root.OptionalObject<Ipv4AddressPool>("Ipv4Pool", "a range such as 10.0.0.100-10.0.0.200"),
            MobileRouters = root.Flag("MobileRouters", true),
            MobileNetworkBlocks = MobileNetworkReader.ReadBlocks(root),
            Ipv4PrefixPools = MobileNetworkReader.ReadPools(root),
            HomeLink = ReadHomeLink(root),
            DuplicateAddressDetection = root.Section("HomeLink").Flag("DuplicateAddressDetection", true),
            RouterAdvertisements = AddressDiscoveryReader.ReadAdvertisements(
                root.Section("HomeLink").Section("RouterAdvertisements"), root.Section("AddressDiscovery"), root.Flag("MobileRouters", true)),
            AddressDiscovery = AddressDiscoveryReader.Read(root.Section("AddressDiscovery")),
            TunnelInterface = root.InterfaceName("TunnelInterface") ?? "dsmip0",
            TunnelMtu = root.Number("TunnelMtu", 1400, 1280, FrameLayout.MaximumFrame),
            MaximumLifetime = root.Duration("MaximumLifetime", TimeSpan.FromHours(1), TimeSpan.FromSeconds(4), LongestLifetime),
            NatRefresh = NatRefresh(root),
            SourceTranslation = TranslationReader.Read(root),
            ForceUdp = root.Flag("ForceUdp", false),
            AllowUdpRequest = root.Flag("AllowUdpRequest", true),
            AllowLegacySuites = legacy,
            AcceptUnprotectedSignalling = insecure,
            Interoperability = InteroperabilityReader.Read(root.Section("Interoperability")),
            SpiTechnique = root.Choice("SpiTechnique", SpiTechnique.Api),
            Ipsec = root.Choice("Ipsec", IpsecImplementation.Bits),
            Reassociation = root.Choice("Reassociation", ReassociationTechnique.Tag),
            Ike = IkeReader.Read(root.Section("Ike")),
            NameUpdates = NameUpdateReader.Read(root.Section("NameUpdates"), ReadRoles(root).HasFlag(NodeRoles.Control)),
            Edges = EdgeReader.ReadAll(root),
            EdgeName = EdgeReader.ReadName(root),
            RouteCommand = EdgeReader.ReadRouteCommand(root),
            Roles = ReadRoles(root),
            Store = StoreReader.Read(root.Section("Store")),
            Admin = AdminReader.Read(root.Section("Admin"), ReadRoles(root).HasFlag(NodeRoles.Admin)),
            Telemetry = TelemetryReader.Read(root.Section("Telemetry")),
            Cluster = ClusterOptionsReader.Read(root.Section("Cluster")),
            MobileNodes = [.. root.Sections("MobileNodes").Select(node => MobileNodeReader.Read(node, legacy, insecure))],
        };
        root.RefuseUnasked("Logging");
        OptionsConsistency.Check(options);
        return options;
    }

    private static TimeSpan? NatRefresh(SettingsReader root)
    {
        var value = root.Duration("NatRefresh", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromDays(1));
        return value == TimeSpan.Zero ? null : value;
    }

    /// <summary>By its name alone, or with what else there is to say about it.</summary>
    private static string? ReadHomeLink(SettingsReader root)
    {
        var (alone, section) = (root.InterfaceName("HomeLink"), root.Section("HomeLink").InterfaceName("Interface"));
        return alone is null || section is null || alone == section ? alone ?? section : throw root.Wrong("HomeLink", $"is '{alone}', and HomeLink:Interface is '{section}'");
    }

    private static NodeRoles ReadRoles(SettingsReader root) =>
        root.Choices<NodeRoles>("Roles") is { } roles ? roles.Aggregate(NodeRoles.None, (all, role) => all | role) : NodeRoles.All;
}
