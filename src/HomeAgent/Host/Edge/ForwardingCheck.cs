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
        if (options.Ipv4HomePrefix is not null) Require("net/ipv4/ip_forward", "1");
    }

    private static void Require(string path, string value)
    {
        var name = path.Replace('/', '.');
        if (Sysctl.Get(path) != value)
            throw new ConfigurationException(name, $"is off and this machine does not forward packets; set it with: sysctl -w {name}={value}");
    }
}
