using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.Wire;
using Route = DsMip.Linux.Netlink.Route;

namespace DsMip.HomeAgent.Edge;

/// <summary>
/// Routes and rules around the TUN. The main table leads home addresses into it; what comes out of it, or carries our mark, finds the home link
/// in a table of its own. Everything is put there whether or not a crashed predecessor left it, and taken away at the end.
/// </summary>
internal sealed class KernelPlumbing : IDisposable
{
    /// <summary>Mark of our own frames, number of our table, place of our rules: RFC 5555's port.</summary>
    public const uint Number = Port.DsMip;

    private const uint MetricBeforeConnected = 1;

    private readonly RouteNetlink _kernel = new();
    private readonly HomeAgentOptions _options;

    public KernelPlumbing(HomeAgentOptions options) => _options = options;

    private IEnumerable<IpFamily> Families => ForwardingCheck.NeedsIpv4(_options) ? [IpFamily.Ipv6, IpFamily.Ipv4] : [IpFamily.Ipv6];

    /// <exception cref="ConfigurationException">There is no home link of that name.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Apply(TunDevice tun)
    {
        _kernel.SetMtu(tun.InterfaceIndex, _options.TunnelMtu);
        _kernel.SetUp(tun.InterfaceIndex);
        foreach (var rule in Rules()) _kernel.EnsureRule(rule);
        foreach (var route in HomeLinkRoutes()) _kernel.EnsureRoute(route);
        foreach (var route in TunnelRoutes(tun)) _kernel.EnsureRoute(route);
    }

    /// <summary>The routes into the TUN go with it.</summary>
    public void Dispose()
    {
        foreach (var rule in Rules()) Try(() => _kernel.EnsureNoRule(rule));
        Try(() =>
        {
            foreach (var route in HomeLinkRoutes()) _kernel.EnsureNoRoute(route);
        });
        _kernel.Dispose();
    }

    private IEnumerable<RoutingRule> Rules()
    {
        foreach (var family in Families)
        {
            yield return new RoutingRule(family, Number) { Table = Number, InputInterface = _options.TunnelInterface };
            yield return new RoutingRule(family, Number) { Table = Number, Mark = Number };
        }
    }

    private IEnumerable<Route> TunnelRoutes(TunDevice tun)
    {
        yield return new Route(_options.HomePrefix) { InterfaceIndex = tun.InterfaceIndex, Metric = MetricBeforeConnected };
        foreach (var network in MobileNetworkRoutes.Of(_options))
            yield return RouteTo(network) with { InterfaceIndex = tun.InterfaceIndex, Metric = MetricBeforeConnected };
        if (_options.Ipv4HomePrefix is not { } prefix) yield break;
        foreach (var part in BeforeConnected(prefix))
            yield return new Route(part) { InterfaceIndex = tun.InterfaceIndex, Metric = MetricBeforeConnected };
    }

    /// <summary>A connected IPv4 route has metric 0, which nothing beats: on a real home link two longer prefixes have to.</summary>
    private IEnumerable<Ipv4Prefix> BeforeConnected(Ipv4Prefix prefix)
    {
        if (_options.HomeLink is null || prefix.Length >= 32) return [prefix];
        var upper = new Ipv4Address(prefix.Address.Value | 1u << (31 - prefix.Length));
        return [new Ipv4Prefix(prefix.Address, prefix.Length + 1), new Ipv4Prefix(upper, prefix.Length + 1)];
    }

    private IEnumerable<Route> HomeLinkRoutes()
    {
        if (_options.HomeLink is not { } name) yield break;
        var index = FindHomeLink(name);
        yield return new Route(_options.HomePrefix) { InterfaceIndex = index, Table = Number };
        if (_options.Ipv4HomePrefix is { } prefix) yield return new Route(prefix) { InterfaceIndex = index, Table = Number };
        // After those that lead to their next hops.
        foreach (var (network, router) in MobileNetworkRoutes.ByHomeLink(_options))
            yield return RouteTo(network) with { InterfaceIndex = index, Gateway = router, Table = Number };
    }

    private static Route RouteTo(HomeBlock network) => network.Ipv6 is { } ipv6 ? new Route(ipv6) : new Route(network.Ipv4!.Value);

    private int FindHomeLink(string name)
    {
        try
        {
            return _kernel.GetLink(name).Index;
        }
        catch (LinuxException e) when (e.Errno == Errno.ENODEV)
        {
            throw new ConfigurationException("HomeLink", e.Message);
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is LinuxException or ConfigurationException)
        {
            // At the end there is nothing better to do than to take away what can be taken away.
        }
    }
}
