using DsMip.HomeAgent.Options;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using Route = DsMip.Linux.Netlink.Route;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Policies; and with a home link a way past it. What the kernel has opened comes out of the TUN and may be for another mobile node that is away,
/// while packets out of the TUN find the home prefix on the home link.
/// </summary>
internal sealed class AwayPolicies(HomeAgentOptions options, KernelIpsec ipsec, int tunnelInterface) : IAwayPolicies, IDisposable
{
    private readonly RouteNetlink? _routes = options.HomeLink is null ? null : new RouteNetlink();

    public void Install(in HomeAddresses home, bool protectsPayload)
    {
        lock (ipsec.Gate) ipsec.Policies.Install(Policies(home, protectsPayload));
        foreach (var route in Detours(home)) _routes!.EnsureRoute(route);
    }

    public void Remove(in HomeAddresses home, bool protectsPayload, HomeAddresses? kept = null)
    {
        var (keptRoutes, keptPolicies) = kept is { } other ? (Detours(other), Policies(other, protectsPayload)) : ([], []);
        foreach (var route in Detours(home).Except(keptRoutes)) _routes!.EnsureNoRoute(route);
        lock (ipsec.Gate) ipsec.Policies.Remove(Policies(home, protectsPayload).ExceptBy(keptPolicies.Select(Key), Key));

        static (XfrmSelector, XfrmDirection) Key(XfrmPolicy policy) => (policy.Selector, policy.Direction);
    }

    public void Dispose() => _routes?.Dispose();

    private IReadOnlyList<XfrmPolicy> Policies(in HomeAddresses home, bool protectsPayload) =>
        MobilityPolicies.WhileAway(true, options.HomeAgentAddress, home, protectsPayload);

    private List<Route> Detours(HomeAddresses home)
    {
        var routes = new List<Route>();
        if (_routes is null) return routes;
        routes.Add(new Route(NetworkPrefix.Host(home.Ipv6)) { InterfaceIndex = tunnelInterface, Table = KernelPlumbing.Number });
        if (home.HasIpv4) routes.Add(new Route(NetworkPrefix.Host(home.Ipv4)) { InterfaceIndex = tunnelInterface, Table = KernelPlumbing.Number });
        return routes;
    }
}
