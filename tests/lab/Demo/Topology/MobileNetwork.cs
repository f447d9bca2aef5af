namespace DsMip.Lab.Topology;

/// <summary>A host in its own namespace, dsm-lan, behind a mobile node that is a router. It knows nothing of mobility.</summary>
public sealed class MobileNetwork
{
    public const string Prefix = "2001:db8:2::/64";
    public const string Ipv4Prefix = "10.80.0.0/24";
    public const string Address = "2001:db8:2::20";
    public const string Ipv4Address = "10.80.0.20";

    /// <summary>The router's interface.</summary>
    public const string Interface = "lan0";

    private const string Router = "2001:db8:2::1";
    private const string Ipv4Router = "10.80.0.1";

    public static readonly NetworkNamespace Host = new("dsm-lan");

    private MobileNetwork()
    {
    }

    /// <summary>Also has the internet route both prefixes to the home agent.</summary>
    public static MobileNetwork Build(MobileNodePort router)
    {
        Shell.Run("ip", ["netns", "add", Host.Name]);
        Host.Sysctl("ipv6/conf/default/accept_dad=0", "ipv6/conf/default/accept_ra=0");
        Shell.Run("ip", ["link", "add", Interface, "netns", router.Namespace.Name, "type", "veth", "peer", "name", "eth0", "netns", Host.Name]);
        router.Namespace.Ip([.. IpLines.Up(Interface), .. IpLines.On(Interface, $"{Router}/64", $"{Ipv4Router}/24")]);
        Host.Ip([.. IpLines.Up("lo", "eth0"), .. IpLines.On("eth0", $"{Address}/64", $"{Ipv4Address}/24"), .. IpLines.Default(Router, Ipv4Router)]);
        AddressPlan.Core.Ip($"route add {Prefix} via 2001:db8:f:1::2", $"route add {Ipv4Prefix} via {AddressPlan.HomeAgentIpv4Address}");
        return new MobileNetwork();
    }
}
