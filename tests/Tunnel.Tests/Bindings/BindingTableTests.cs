using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Bindings;

public sealed class BindingTableTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddMinutes(1);
    private static readonly HomeAddresses Home = new(Packets.HomeAddress, Packets.HomeAddressIpv4);
    private static readonly HomeAddresses OtherHome = new(Packets.Correspondent, Packets.HomeAddressIpv4);
    private static readonly BidirectionalTunnel Udp = Tunnels.AtHomeAgent(Encapsulation.UdpIpv4);
    private static readonly BidirectionalTunnel OtherTunnel = Tunnels.AtHomeAgent(Encapsulation.Ipv6);

    private readonly BindingTable _table = new();

    [Fact]
    [Clause("6275-10.4.2-expired")]
    public void A_binding_forwards_until_the_moment_it_expires()
    {
        _table.Put(Home, Udp, 1, Later);
        Assert.True(_table.TryFind(Home.Ipv6, Later.AddTicks(-1), out var tunnel));
        Assert.Equal(Udp, tunnel);
        Assert.False(_table.TryFind(Home.Ipv6, Later, out _));
        Assert.False(_table.TryFind(Home.Ipv4, Later, out _));
    }

    [Fact]
    public void Only_so_many_tombstones_are_kept()
    {
        var table = new BindingTable(tombstones: 2);
        for (var i = 0u; i < 3; i++) table.Remove(new HomeAddresses(new Ipv6Address(Packets.HomeAddress.Value + i), default), 9);
        for (var i = 0u; i < 3; i++) table.Put(new HomeAddresses(new Ipv6Address(Packets.HomeAddress.Value + i), default), Udp, 1, Later);
        Assert.Equal(1, table.Count);
        Assert.True(table.TryFind(Packets.HomeAddress, Now, out _));
    }

    [Fact]
    public void A_forgotten_tombstone_does_not_take_the_new_binding_along()
    {
        var table = new BindingTable(tombstones: 1);
        table.Remove(Home, 1);
        table.Put(Home, Udp, 2, Later);
        table.Remove(OtherHome, 1);
        table.Remove(OtherHome, 2);
        Assert.True(table.TryFind(Home.Ipv6, Now, out _));
    }

    [Fact]
    public void A_binding_that_loses_its_ipv4_home_address_is_not_found_by_it()
    {
        _table.Put(Home, Udp, 1, Later);
        _table.Put(Home with { Ipv4 = default }, Udp, 2, Later);
        Assert.False(_table.TryFind(Home.Ipv4, Now, out _));
        Assert.True(_table.TryFind(Home.Ipv6, Now, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_ipv4_home_address_moves_to_the_binding_that_claimed_it_last(bool oldOneRemovedFirst)
    {
        _table.Put(Home, Udp, 1, Later);
        if (oldOneRemovedFirst) _table.Remove(Home, 2);
        _table.Put(OtherHome, OtherTunnel, 1, Later);
        if (!oldOneRemovedFirst) _table.Remove(Home, 2);
        Assert.True(_table.TryFind(Home.Ipv4, Now, out var tunnel));
        Assert.Equal(OtherTunnel, tunnel);
    }

    [Fact]
    public void A_claim_that_was_displaced_is_served_again_when_the_later_one_goes()
    {
        _table.Put(OtherHome, OtherTunnel, 1, Later);
        _table.Put(Home, Udp, 1, Later);
        _table.Put(OtherHome, OtherTunnel, 2, Later);
        Assert.True(_table.TryFind(Home.Ipv4, Now, out var tunnel));
        Assert.Equal(Udp, tunnel);
        _table.Remove(Home, 2);
        Assert.True(_table.TryFind(Home.Ipv4, Now, out tunnel));
        Assert.Equal(OtherTunnel, tunnel);
        _table.Remove(OtherHome, 3);
        Assert.False(_table.TryFind(Home.Ipv4, Now, out _));
    }

    [Fact]
    [Clause("6275-9.6-replacement")]
    public void A_million_bindings()
    {
        var table = new BindingTable(1_000_000);
        for (var i = 0u; i < 1_000_000; i++)
            table.Put(new HomeAddresses(new Ipv6Address(Packets.HomeAddress.Value + i), new Ipv4Address(0x0a000000 + i)), Udp with { RemotePort = (ushort)i }, 1, Later);
        Assert.Equal(1_000_000, table.Count);
        Assert.True(table.TryFind(new Ipv6Address(Packets.HomeAddress.Value + 999_999), Now, out var tunnel));
        Assert.Equal(unchecked((ushort)999_999), tunnel.RemotePort);
        Assert.True(table.TryFind(new Ipv4Address(0x0a000000 + 70_000), Now, out tunnel));
        Assert.Equal(70_000 & 0xffff, tunnel.RemotePort);
    }

    [Fact]
    public async Task Readers_see_whole_versions_while_a_writer_works()
    {
        using var stop = new CancellationTokenSource();
        _table.Put(Home, Udp with { LocalPort = 1, RemotePort = 1 }, 1, Later);
        var reader = Task.Run(() =>
        {
            var torn = 0;
            while (!stop.IsCancellationRequested)
                if (!_table.TryFind(Home.Ipv6, Now, out var tunnel) || tunnel.LocalPort != tunnel.RemotePort) torn++;
            return torn;
        });
        for (var version = 2; version < 20_000; version++)
            _table.Put(Home, Udp with { LocalPort = (ushort)version, RemotePort = (ushort)version }, version, Later);
        await stop.CancelAsync();
        Assert.Equal(0, await reader);
    }
}
