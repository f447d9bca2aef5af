using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class NeighbourTests : IDisposable
{
    private readonly OneHost _host = new();

    public void Dispose() => _host.Dispose();

    [NamespaceTheory]
    [InlineData("2001:db8::7", "permanent", NeighbourState.Permanent)]
    [InlineData("2001:db8::7", "stale", NeighbourState.Stale)]
    [InlineData("10.0.0.7", "permanent", NeighbourState.Permanent)]
    [InlineData("10.0.0.7", "reachable", NeighbourState.Reachable)]
    public void A_neighbour_is_listed_with_its_state_and_forgotten_once_or_twice(string address, string shown, NeighbourState state)
    {
        _host.Namespace.Ip("link set eth0 up");
        _host.Namespace.Ip($"neigh add {address} lladdr 02:00:00:00:00:07 dev eth0 nud {shown}");
        var neighbour = new Neighbour(_host.Eth0, IpAddress.Parse(address), state);
        Assert.Contains(neighbour, _host.Kernel.GetNeighbours());
        _host.Kernel.EnsureNoNeighbour(neighbour);
        Assert.DoesNotContain(address, _host.Ask("neigh show dev eth0").Select(entry => (string)entry!["dst"]!));
        _host.Kernel.EnsureNoNeighbour(neighbour);
    }

    [NamespaceFact]
    public void Of_an_interface_that_is_gone_nothing_is_known() => _host.Kernel.EnsureNoNeighbour(new Neighbour(12345, IpAddress.Parse("10.0.0.7"), default));
}
