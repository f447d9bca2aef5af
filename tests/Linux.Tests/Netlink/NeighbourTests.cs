namespace DsMip.Linux.Tests;

public sealed class NeighbourTests : IDisposable
{
    private readonly OneHost _host = new();

    public void Dispose() => _host.Dispose();

    [NamespaceTheory]
    [InlineData("2001:db8::7")]
    [InlineData("10.0.0.7")]
    public void A_neighbour_is_forgotten_known_or_not(string address)
    {
        _host.Namespace.Ip("link set eth0 up");
        _host.Namespace.Ip($"neigh add {address} lladdr 02:00:00:00:00:07 dev eth0 nud permanent");
        Assert.Contains(address, Known());
        _host.Kernel.EnsureNoNeighbour(_host.Eth0, IpAddress.Parse(address));
        Assert.DoesNotContain(address, Known());
        _host.Kernel.EnsureNoNeighbour(_host.Eth0, IpAddress.Parse(address));
    }

    [NamespaceFact]
    public void Of_an_interface_that_is_gone_nothing_is_known() => _host.Kernel.EnsureNoNeighbour(12345, IpAddress.Parse("10.0.0.7"));

    private IEnumerable<string> Known() => _host.Ask("neigh show dev eth0").Select(neighbour => (string)neighbour!["dst"]!);
}
