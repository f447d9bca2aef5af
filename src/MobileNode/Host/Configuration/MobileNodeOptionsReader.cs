using DsMip.Configuration;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Configuration;

namespace DsMip.MobileNode.Configuration;

/// <summary>Settings to <see cref="MobileNodeOptions"/>, or the first thing that is wrong with them.</summary>
public static class MobileNodeOptionsReader
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(BindingLifetime.SecondsPerUnit);
    private static readonly TimeSpan LongestLifetime = new BindingLifetime(ushort.MaxValue).ToTimeSpan();

    /// <exception cref="ConfigurationException">A key is unknown, missing or has a wrong value.</exception>
    public static MobileNodeOptions Read(IConfiguration configuration)
    {
        var settings = new SettingsReader(configuration);
        var options = new MobileNodeOptions
        {
            HomeAddress = ReadHomeAddress(settings),
            HomePrefix = settings.Required<Ipv6Prefix>("HomePrefix", "an IPv6 prefix such as 2001:db8::/64"),
            Ipv4HomeAddress = settings.Optional<Ipv4Address>("Ipv4HomeAddress", "an IPv4 address, or 0.0.0.0 for a dynamic one"),
            HomeAgentIpv4Address = settings.Optional<Ipv4Address>("HomeAgentIpv4Address", "an IPv4 address") ?? default,
            TunnelInterface = settings.InterfaceName("TunnelInterface") ?? "dsmip0",
            TunnelMtu = settings.Number("TunnelMtu", 1400, 1280, FrameLayout.MaximumFrame),
            Lifetime = BindingLifetime.From(settings.Duration("Lifetime", TimeSpan.FromMinutes(10), ShortestLifetime, LongestLifetime)),
            ForceUdp = settings.Flag("ForceUdp", false),
            RouteOptimization = settings.Flag("RouteOptimization", false),
            Interoperability = InteroperabilityReader.Read(settings.Section("Interoperability")),
            SpiTechnique = settings.Choice("SpiTechnique", SpiTechnique.Api),
            Interfaces = [.. settings.InterfaceNames("Interfaces")],
            StateDirectory = settings.Text("StateDirectory") ?? "/var/lib/dsmip-mn",
            ControlSocket = ReadControlSocket(settings),
        };
        options = HomeAgentReader.Read(settings, options);
        options = IpsecReader.Read(settings, options);
        options = options with { Router = MobileRouterReader.Read(settings.Section("MobileRouter"), options) };
        options = options with { OtherHomeAddresses = HomeAddressReader.ReadAll(settings, options) };
        options = options with { Name = NameReader.Read(settings.Section("NameUpdate"), options.Ike) };
        settings.RefuseUnasked("Logging");
        CheckConsistency(options, settings);
        return options;
    }

    /// <summary>All that <c>status</c> needs to know.</summary>
    public static string ReadControlSocket(IConfiguration configuration) => ReadControlSocket(new SettingsReader(configuration));

    private static Ipv6Address ReadHomeAddress(SettingsReader settings)
    {
        if (!settings.Section("Ike").Flag("Bootstrapping", false)) return settings.UnicastIpv6("HomeAddress");
        return settings.Text("HomeAddress") is null ? default : throw settings.Wrong("HomeAddress", "and Ike:Bootstrapping exclude each other: the home agent gives it");
    }

    private static string ReadControlSocket(SettingsReader settings)
    {
        const int limit = 107; // sockaddr_un
        var path = settings.Text("ControlSocket") ?? MobileNodeOptions.DefaultControlSocket;
        return path.Length <= limit ? path : throw settings.Wrong("ControlSocket", $"is longer than the {limit} characters of a socket's name");
    }

    private static void CheckConsistency(MobileNodeOptions options, SettingsReader settings)
    {
        if (!options.HomeAddress.IsUnspecified && !options.HomePrefix.Contains(options.HomeAddress))
            throw settings.Wrong("HomeAddress", $"{options.HomeAddress} is not in HomePrefix {options.HomePrefix}");
        if (options.HomeAddress == options.HomeAgentAddress)
            throw settings.Wrong("HomeAgentAddress", "is the home address itself");
        if (!options.HomeAgentIpv4Address.IsUnspecified && !options.HomeAgentIpv4Address.IsUnicastRoutable)
            throw settings.Wrong("HomeAgentIpv4Address", $"{options.HomeAgentIpv4Address} is not a unicast address");
        if (options.Ipv4HomeAddress is { IsUnspecified: false, IsUnicastRoutable: false } ipv4)
            throw settings.Wrong("Ipv4HomeAddress", $"{ipv4} is not a unicast address");
        if (options.Ipv4HomeAddress is { IsUnspecified: false } home && home == options.HomeAgentIpv4Address)
            throw settings.Wrong("Ipv4HomeAddress", "is the home agent's address");
        if (options.ForceUdp && options is { HomeAgentIpv4Address.IsUnspecified: true, HomeAgentName: null } && options.HomeAgents.All(one => one.Ipv4Address.IsUnspecified))
            throw settings.Wrong("ForceUdp", "needs HomeAgentIpv4Address");
        HomeAgentReader.Check(options, settings);
        if (options.Interfaces.Contains(options.TunnelInterface))
            throw settings.Wrong("Interfaces", $"{options.TunnelInterface} is the tunnel itself");
    }
}
