using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Network;
using DsMip.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>Where the kernel of a mobile node sends what is for the home agent.</summary>
public sealed class MobilityRoutingTests : IDisposable
{
    private const string HomeAgent = "2001:db8:1::1", Home = "2001:db8:1::50";
    private readonly NetworkNamespace _node = NetworkNamespace.Create();

    public void Dispose() => _node.Dispose();

    /// <summary>charon begins as soon as it is there.</summary>
    [NamespaceFact]
    public void Key_exchange_is_for_the_tunnel_or_for_nobody_until_the_node_knows_that_it_is_at_home()
    {
        _node.Ip("link add wan type veth peer name other");
        _node.Ip("link set wan up");
        _node.Ip("link set other up");
        _node.Ip("-6 route add default dev wan");
        var options = Settings.Read(("Ipsec", "Kernel"));
        using var kernel = _node.Run(() => new RouteNetlink());
        using var tun = _node.Run(() => TunDevice.Open(options.TunnelInterface));
        using var routing = _node.Run(() => new MobilityRouting(kernel, tun, options, NullLogger.Instance));
        Assert.Contains($"dev {tun.Name}", Way, StringComparison.Ordinal);
        routing.LeaveHome();
        Assert.Contains($"dev {tun.Name}", Way, StringComparison.Ordinal);
        routing.ReturnHome();
        Assert.Contains("dev wan", Way, StringComparison.Ordinal);
        routing.LeaveHome();
        Assert.Contains($"dev {tun.Name}", Way, StringComparison.Ordinal);
    }

    private string Way => _node.Ip($"-6 route get {HomeAgent} from {Home}");
}
