using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Network;
using DsMip.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>A router to its mobile network and at home, and none on its way out (RFC 3963 5.6 to 5.8).</summary>
public sealed class RouterModeTests
{
    private static readonly string[] Touched = ["ipv6/conf/all/forwarding", "ipv6/conf/wan0/forwarding", "ipv6/conf/wan0/accept_ra", "ipv6/conf/lan0/forwarding", "ipv4/ip_forward"];

    [NamespaceFact]
    [Clause("3963-5.6-advertisements", "3963-5.7-all-routers", "3963-5.8-home")]
    public void It_listens_to_routers_abroad_and_is_one_at_home_and_all_is_as_before_at_the_end()
    {
        using var node = NetworkNamespace.Create();
        foreach (var link in (string[])["wan0", "lan0"]) node.Ip($"link add {link} up type bridge");
        node.Run(() =>
        {
            using var kernel = new RouteNetlink();
            using var tun = TunDevice.Open("dsmip0");
            var before = State();
            var wan = kernel.GetLink("wan0").Index;
            using (var router = new RouterMode(Settings.Read(("MobileRouter:Prefixes", "2001:db8:aa::/64"), ("MobileRouter:Interfaces", "lan0")).Router, tun, LinkSnapshot.Take(kernel).Links, NullLogger.Instance))
            {
                router.Look(LinkSnapshot.Take(kernel), homeLink: null);
                Assert.Equal(["1", "0", "2", "1", "1"], State());
                Assert.False(IsInAllRouters(node));
                router.Look(LinkSnapshot.Take(kernel), homeLink: wan);
                Assert.Equal(["1", "1", "2", "1", "1"], State());
                Assert.True(IsInAllRouters(node));
                router.Look(LinkSnapshot.Take(kernel), homeLink: null);
                Assert.False(IsInAllRouters(node));
            }
            Assert.Equal(before, State());
        });
    }

    [NamespaceFact]
    public void Of_a_host_nothing_is_changed()
    {
        using var node = NetworkNamespace.Create();
        node.Ip("link add wan0 up type bridge");
        node.Ip("link add lan0 up type bridge");
        node.Run(() =>
        {
            using var kernel = new RouteNetlink();
            using var tun = TunDevice.Open("dsmip0");
            var before = State();
            using var router = new RouterMode(null, tun, LinkSnapshot.Take(kernel).Links, NullLogger.Instance);
            router.Look(LinkSnapshot.Take(kernel), homeLink: null);
            Assert.Equal(before, State());
        });
    }

    private static string[] State() => [.. Touched.Select(path => Sysctl.Get("net/" + path))];

    private static bool IsInAllRouters(NetworkNamespace node) => node.Ip("-6 maddress show dev wan0").Contains("ff02::2\n", StringComparison.Ordinal);
}
