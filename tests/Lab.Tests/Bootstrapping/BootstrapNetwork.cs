using DsMip.Lab.Topology;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>A home agent and a mobile node in another network, without any daemon. The kernel needs no ESP: no SA is made.</summary>
internal sealed class BootstrapNetwork : IDisposable
{
    private static readonly string[] Names = ["dsm-boot-ha", "dsm-boot-mn"];

    public static readonly Ipv6Address HomeAgentAddress = Ipv6Address.Parse("2001:db8:1::1");
    public static readonly Ipv6Address CareOfAddress = Ipv6Address.Parse("2001:db8:6::20");

    public BootstrapNetwork()
    {
        Dispose();
        foreach (var name in Names) Shell.Run("ip", ["netns", "add", name]);
        HomeAgent.Ip($"link add net0 type veth peer name net0 netns {MobileNode.Name}");
        foreach (var space in new[] { HomeAgent, MobileNode }) space.Ip("link set lo up", "link set net0 up");
        HomeAgent.Ip($"address add {HomeAgentAddress}/128 dev lo", "address add 2001:db8:6::1/64 dev net0 nodad");
        MobileNode.Ip($"address add {CareOfAddress}/64 dev net0 nodad", "route add default via 2001:db8:6::1");
    }

    public NetworkNamespace HomeAgent { get; } = new(Names[0]);

    public NetworkNamespace MobileNode { get; } = new(Names[1]);

    public void Dispose()
    {
        foreach (var name in Names)
            if (File.Exists("/run/netns/" + name)) Shell.Run("ip", ["netns", "delete", name]);
    }
}
