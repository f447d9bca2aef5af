using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.Linux;

namespace DsMip.HomeAgent.Edge;

/// <summary>A home agent is a router. Whether this machine is one is its owner's decision, so it is checked and not changed.</summary>
internal static class ForwardingCheck
{
    /// <exception cref="ConfigurationException">The kernel does not forward a family that we serve.</exception>
    public static void Run(HomeAgentOptions options)
    {
        Require("net/ipv6/conf/all/forwarding", "1");
        if (NeedsIpv4(options)) Require("net/ipv4/ip_forward", "1");
    }

    /// <summary>There are IPv4 home addresses, or IPv4 networks behind mobile routers.</summary>
    public static bool NeedsIpv4(HomeAgentOptions options) =>
        options.Ipv4HomePrefix is not null || MobileNetworkRoutes.Of(options).Any(network => network.Ipv4 is not null);

    private static void Require(string path, string value)
    {
        var name = path.Replace('/', '.');
        if (Sysctl.Get(path) != value)
            throw new ConfigurationException(name, $"is off and this machine does not forward packets; set it with: sysctl -w {name}={value}");
    }
}
