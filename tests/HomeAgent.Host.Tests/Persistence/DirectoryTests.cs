using DsMip.Configuration;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteDirectoryTests() : DirectoryTests(StoreProvider.Sqlite);

public sealed class PostgresDirectoryTests() : DirectoryTests(StoreProvider.PostgreSql);

/// <summary>Mobile nodes in the store: imported, sealed, served, followed.</summary>
public abstract class DirectoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BidirectionalTunnel Tunnel = EntityFixture.Back(new Ingress(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), RemotePort: 40_000, LocalPort: Port.DsMip));

    private readonly TemporaryStore _store;
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-import-").FullName;
    private readonly HomeAgentOptions _options;

    protected DirectoryTests(StoreProvider provider)
    {
        _store = new TemporaryStore(provider);
        var keyFile = KeyFile("key");
        _options = Configured.Options() with { Store = _store.Options with { KeyFile = keyFile } };
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_was_imported_is_served_as_configured_nodes_are()
    {
        await ImportAsync(NodeLines.Line(1, ipv4: "10.10.0.20"), "", NodeLines.Line(2));
        var nodes = Open();
        await nodes.RefreshAsync(default);

        Assert.Equal(2, nodes.Count);
        Assert.True(nodes.TryFind(NodeLines.Home(1), out var node));
        var expected = Configured.Options(
            ("MobileNodes:0:HomeAddress", NodeLines.Home(1).ToString()),
            ("MobileNodes:0:BindingUpdate:EncryptionKey", "0000000000000001000000000000000100112233")).MobileNodes[0];
        Assert.Equal(Ipv4Address.Parse("10.10.0.20"), node.Ipv4HomeAddress);
        Assert.Equal(NodeLines.Spi(1), node.Keys!.BindingUpdate.Spi.Value);
        Assert.Equal(expected.Keys!.BindingUpdate.Fingerprint, node.Keys.BindingUpdate.Fingerprint);
        Assert.True(nodes.TryFindOwner(NodeLines.Spi(2), out var owner));
        Assert.Equal(NodeLines.Home(2), owner);
        Assert.False(nodes.TryFind(NodeLines.Home(3), out _));
    }

    [Fact]
    public async Task Additions_changes_and_removals_are_followed()
    {
        await ImportAsync(NodeLines.Line(1), NodeLines.Line(2));
        var nodes = Open();
        await nodes.RefreshAsync(default);
        var (first, second) = (nodes.RevisionOf(NodeLines.Home(1)), nodes.RevisionOf(NodeLines.Home(2)));

        Assert.Equal(new ImportResult(1, 1, 0, 0, 2), await ImportAsync(NodeLines.Line(2, generation: 1), NodeLines.Line(3)));
        Assert.Empty((await nodes.RefreshAsync(default)).Removed);
        Assert.Equal(3, nodes.Count);
        Assert.Equal(first, nodes.RevisionOf(NodeLines.Home(1)));
        Assert.NotEqual(second, nodes.RevisionOf(NodeLines.Home(2)));

        Assert.Equal(new ImportResult(0, 0, 2, 1, 3), await ImportAsync(replace: true, NodeLines.Line(3)));
        Assert.Equal([NodeLines.Home(1), NodeLines.Home(2)], (await nodes.RefreshAsync(default)).Removed.Order());
        Assert.False(nodes.Contains(NodeLines.Home(1)));
        Assert.False(nodes.TryFindOwner(NodeLines.Spi(1), out _));
        Assert.Equal(-1, nodes.RevisionOf(NodeLines.Home(2)));
    }

    [Fact]
    public async Task Who_was_removed_has_no_tunnel_at_an_edge_though_no_entity_says_so()
    {
        await ImportAsync(NodeLines.Line(1), NodeLines.Line(2));
        var (nodes, table) = (Open(), new BindingTable());
        await nodes.RefreshAsync(default);
        foreach (var number in new[] { 1, 2 }) table.Put(new HomeAddresses(NodeLines.Home(number), default), Tunnel, version: 7, Now.AddHours(1));
        var edge = new DirectoryFollowing(_options, nodes, table, table);

        await ImportAsync(replace: true, NodeLines.Line(2));
        edge.Follow(await nodes.RefreshAsync(default), Now);

        Assert.False(table.TryFind(NodeLines.Home(1), Now, out _));
        Assert.True(table.TryFind(NodeLines.Home(2), Now, out _));
        // A control node that has not heard of it lets one more Binding Update pass.
        table.Put(new HomeAddresses(NodeLines.Home(1), default), Tunnel, version: 8, Now.AddHours(1));
        edge.Follow(DirectoryChanges.None, Now.AddSeconds(1));
        Assert.False(table.TryFind(NodeLines.Home(1), Now, out _));
    }

    [Fact]
    public async Task An_address_that_went_to_another_node_leaves_the_tunnel_of_the_former_one_at_once()
    {
        var (address, now) = (Ipv4Address.Parse("10.10.0.20"), Now.AddHours(-1));
        await ImportAsync(NodeLines.Line(1, ipv4: "10.10.0.20"), NodeLines.Line(2));
        var (nodes, table) = (Open(), new BindingTable());
        await nodes.RefreshAsync(default);
        var before = new HomeAddresses(NodeLines.Home(1), address);
        table.Put(before, Tunnel, version: 7, Now);
        var edge = new DirectoryFollowing(_options, nodes, table, table);

        await ImportAsync(NodeLines.Line(1, ipv4: "10.10.0.21"), NodeLines.Line(2, ipv4: "10.10.0.20"));
        edge.Follow(await nodes.RefreshAsync(default), now);

        Assert.False(table.TryFind(address, now, out _));
        Assert.True(table.TryFind(NodeLines.Home(1), now, out _));
        // Another edge's news, late, and a control node that has not heard of it yet.
        table.Put(before, Tunnel, version: 7, Now);
        Assert.False(table.TryFind(address, now, out _));
        table.Put(before, Tunnel, version: 8, Now);
        edge.Follow(DirectoryChanges.None, now.AddSeconds(1));
        Assert.False(table.TryFind(address, now, out _));
        // Its own ones stay.
        table.Put(new HomeAddresses(NodeLines.Home(2), address), Tunnel, version: 3, Now);
        table.Put(new HomeAddresses(NodeLines.Home(1), Ipv4Address.Parse("10.10.0.21")), Tunnel, version: 9, Now);
        edge.Follow(DirectoryChanges.None, now.AddSeconds(2));
        Assert.True(table.TryFind(address, now, out _));
        Assert.True(table.TryFind(Ipv4Address.Parse("10.10.0.21"), now, out _));
    }

    [Fact]
    public async Task Mobile_networks_are_served_and_one_that_went_to_another_node_leaves_the_tunnel_of_the_former_one()
    {
        var networks = _options with { MobileNetworkBlocks = [Block("2001:db8:a000::/36"), Block("10.64.0.0/12")] };
        await ImportAsync(networks, NodeLines.Line(1, networks: "2001:db8:a001::/64,10.64.1.0/24"), NodeLines.Line(2, networks: "2001:db8:a002::/64"));
        var (nodes, table) = (Open(), new BindingTable());
        await nodes.RefreshAsync(default);
        Assert.True(nodes.TryFind(NodeLines.Home(1), out var router));
        Assert.Equal(MobileNetworks.Of([Ipv6Prefix.Parse("2001:db8:a001::/64")], [Ipv4Prefix.Parse("10.64.1.0/24")]), router.Networks);
        table.Put(new HomeAddresses(NodeLines.Home(1), default, router.Networks), Tunnel, version: 7, Now.AddHours(1));
        var edge = new DirectoryFollowing(networks, nodes, table, table);

        await ImportAsync(networks, NodeLines.Line(1, networks: "2001:db8:a001::/64"), NodeLines.Line(2, networks: "2001:db8:a002::/64,10.64.1.0/24"));
        edge.Follow(await nodes.RefreshAsync(default), Now);

        Assert.False(table.TryFind(Ipv4Address.Parse("10.64.1.1"), Now, out _));
        Assert.True(table.TryFind(Ipv6Address.Parse("2001:db8:a001::1"), Now, out _));
    }

    [Theory]
    [InlineData("2001:db8:b000::/64", "MobileNetworkBlocks")]
    [InlineData("2001:db8:a001:0:8000::/65", "overlaps 2001:db8:a001::/64 of 2001:db8:1::1:0:1")]
    [InlineData("10.64.1.128/25", "overlaps 10.64.1.0/24 of 2001:db8:1::1:0:1")]
    public async Task A_mobile_network_that_is_another_nodes_or_nobody_routes_to_us_is_refused(string network, string why)
    {
        var networks = _options with { MobileNetworkBlocks = [Block("2001:db8:a000::/36"), Block("10.64.0.0/12")] };
        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            ImportAsync(networks, NodeLines.Line(1, networks: "2001:db8:a001::/64,10.64.1.0/24"), NodeLines.Line(2, networks: network)));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        Assert.Equal(new ImportResult(2, 0, 0, 0, 1), await ImportAsync(NodeLines.Line(1), NodeLines.Line(2)));
        Assert.Equal(new ImportResult(0, 0, 0, 2, 1), await ImportAsync(NodeLines.Line(1), NodeLines.Line(2)));
    }

    [Fact]
    public async Task Two_nodes_may_swap_what_is_unique()
    {
        await ImportAsync(NodeLines.Line(1, ipv4: "10.10.0.20"), NodeLines.Line(2, ipv4: "10.10.0.21"));
        var swapped = new[] { NodeLines.Line(1, 1, "10.10.0.21").Replace("100002", "100004", StringComparison.Ordinal), NodeLines.Line(2, 1, "10.10.0.20").Replace("100004", "100002", StringComparison.Ordinal) };
        Assert.Equal(2, (await ImportAsync(swapped)).Changed);
        var nodes = Open();
        await nodes.RefreshAsync(default);
        Assert.True(nodes.TryFindOwner(NodeLines.Spi(1), out var owner));
        Assert.Equal(NodeLines.Home(2), owner);
    }

    [Fact]
    public async Task Keys_are_not_readable_in_the_store()
    {
        await ImportAsync(NodeLines.Line(0x123456));
        var key = Convert.FromHexString("00000000001234560000000000000001");
        await foreach (var row in _store.Store.MobileNodes.NewerAsync(0, default)) Assert.Equal(-1, row.Sealed.AsSpan().IndexOf(key));
    }

    [Theory]
    [InlineData("{", ":2: is not a JSON object")]
    [InlineData("[]", ":2: line: a line is one JSON object")]
    [InlineData("{\"HomeAddress\":\"2001:db8:1::5\"}", ":2: BindingUpdate:Spi: is required")]
    [InlineData("{\"HomeAddress\":\"2001:db8:1::5\",\"Colour\":1}", ":2: ")]
    [InlineData("first again", ":2: HomeAddress: 2001:db8:1::1:0:1 belongs to")]
    [InlineData("spi of alice", ":2: BindingUpdate:Spi: 1001 belongs to 2001:db8:1::a of MobileNodes too")]
    [InlineData("address of alice", ":2: Ipv4HomeAddress: 10.10.0.10 belongs to 2001:db8:1::a of MobileNodes too")]
    [InlineData("address of the pool", ":2: Ipv4HomeAddress: 10.10.0.100 is in Ipv4Pool")]
    [InlineData("keys of the first", ":2: BindingUpdate:EncryptionKey: is the key of another SA too")]
    [InlineData("another prefix", ":2: HomeAddress: 2001:db8:2::1:0:2 is not a unicast address in HomePrefix")]
    public async Task A_wrong_line_is_named_and_nothing_is_imported(string line, string expected)
    {
        line = line switch
        {
            "first again" => NodeLines.Line(1, 1).Replace("100002", "5000", StringComparison.Ordinal),
            "spi of alice" => NodeLines.Line(2).Replace("100004", "1001", StringComparison.Ordinal),
            "address of alice" => NodeLines.Line(2, ipv4: "10.10.0.10"),
            "address of the pool" => NodeLines.Line(2, ipv4: "10.10.0.100"),
            "keys of the first" => NodeLines.Line(1).Replace("1:0:1\"", "1:0:2\"", StringComparison.Ordinal).Replace("100002", "100004", StringComparison.Ordinal),
            "another prefix" => NodeLines.Line(2).Replace("2001:db8:1:", "2001:db8:2:", StringComparison.Ordinal),
            _ => line,
        };
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => ImportAsync(NodeLines.Line(1), line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(0, await _store.Store.MobileNodes.RevisionAsync(default));
    }

    [Fact]
    public async Task Another_key_or_none_is_one_clear_line()
    {
        await ImportAsync(NodeLines.Line(1));
        foreach (var (file, expected) in new[]
                 {
                     (KeyFile("other"), "Store:KeyFile: is not the key that"), (Path.Combine(_directory, "none"), "Store:KeyFile: there is no file"),
                     (KeyFile("short", 31), "does not hold 32 bytes"), (KeyFile("open", mode: UnixFileMode.OtherRead), "is open to others than its owner"),
                 })
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => Open(file).RefreshAsync(default));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_configuration_that_contradicts_the_store_is_refused_at_start()
    {
        await ImportAsync(NodeLines.Line(1, ipv4: "10.10.0.20"));
        await RefusedAsync("MobileNodes:0:HomeAddress", ("MobileNodes:0:HomeAddress", NodeLines.Home(1).ToString()));
        await RefusedAsync("MobileNodes:0:BindingUpdate:Spi", ("MobileNodes:0:BindingUpdate:Spi", "100002"));
        await RefusedAsync("MobileNodes:0:Ipv4HomeAddress", ("MobileNodes:0:Ipv4HomeAddress", "10.10.0.20"));
        await RefusedAsync("Ipv4Pool", ("Ipv4Pool", "10.10.0.15-10.10.0.25"));
    }

    private async Task RefusedAsync(string key, params (string, string?)[] changes)
    {
        var nodes = Open();
        await nodes.RefreshAsync(default);
        Assert.Equal(key, Assert.Throws<ConfigurationException>(() => StoredConsistency.Check(Configured.Options(changes), nodes)).Key);
    }

    private StoredMobileNodes Open(string? keyFile = null) => new(
        _store.Store.MobileNodes, new SealingKeyFile(_options.Store with { KeyFile = keyFile ?? _options.Store.KeyFile }), false, NullLogger<StoredMobileNodes>.Instance);

    private Task<ImportResult> ImportAsync(params string[] lines) => ImportAsync(replace: false, lines);

    private Task<ImportResult> ImportAsync(HomeAgentOptions options, params string[] lines) => ImportAsync(options, replace: false, lines);

    private Task<ImportResult> ImportAsync(bool replace, params string[] lines) => ImportAsync(_options, replace, lines);

    private static HomeBlock Block(string prefix) => HomeBlock.TryParse(prefix, out var block) ? block : throw new FormatException(prefix);

    private Task<ImportResult> ImportAsync(HomeAgentOptions options, bool replace, params string[] lines)
    {
        var file = Path.Combine(_directory, "nodes.jsonl");
        File.WriteAllLines(file, lines);
        return DirectoryImport.RunAsync(options, _store.Store.MobileNodes, file, replace);
    }

    private string KeyFile(string name, int length = 32, UnixFileMode mode = UnixFileMode.None)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, System.Security.Cryptography.RandomNumberGenerator.GetBytes(length));
#pragma warning disable CA1416 // Tests run on Linux.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
#pragma warning restore CA1416
        return path;
    }
}
