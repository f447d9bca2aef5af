using DsMip.Linux.Netlink;
using DsMip.Wire;

namespace DsMip.MobileNode.Network;

/// <summary>
/// Routers of networks we have left. The kernel keeps packets for a router that does not answer, three seconds long, and TCP repeats no
/// segment that is still kept somewhere: so what was sent to such a router in the last moment has to go, or its connection stands still.
/// </summary>
internal sealed class FormerRouters(RouteNetlink kernel)
{
    // Who walks through more networks than this within seconds may wait for the kernel.
    private const int Most = 16;

    private readonly HashSet<(int Interface, IpAddress Gateway)> _former = [];
    private HashSet<(int Interface, IpAddress Gateway)> _current = [];

    /// <summary>To be called at every change: packets may be kept until the routes by these routers are gone too, which the kernel does later.</summary>
    public void Forget(LinkSnapshot seen)
    {
        var current = seen.DefaultRoutes.Where(route => !route.Gateway.IsNone).Select(route => (route.InterfaceIndex, route.Gateway)).ToHashSet();
        if (_former.Count > Most) _former.Clear();
        _former.UnionWith(_current);
        _former.ExceptWith(current);
        _current = current;
        if (_former.Count == 0) return;
        foreach (var neighbour in kernel.GetNeighbours().Where(IsLookedForInVain)) kernel.EnsureNoNeighbour(neighbour);
    }

    private bool IsLookedForInVain(Neighbour neighbour) =>
        (neighbour.State & NeighbourState.Incomplete) != 0 && _former.Contains((neighbour.InterfaceIndex, neighbour.Address));
}
