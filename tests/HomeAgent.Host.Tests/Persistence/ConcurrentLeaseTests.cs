using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

/// <summary>Several nodes lease from one pool at the same time.</summary>
public sealed class ConcurrentLeaseTests : IDisposable
{
    private const string Pool = "10.0.0.0-10.0.3.231"; // 1,000 addresses
    private readonly TemporaryStore _store = new(StoreProvider.PostgreSql);
    private readonly List<IStore> _nodes;

    public ConcurrentLeaseTests() => _nodes = [.. Enumerable.Range(0, 4).Select(_ => Stores.Open(_store.Options))];

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _store.Dispose();
    }

    [Fact]
    public async Task No_address_has_two_owners_and_none_is_lost()
    {
        var leases = _nodes.ConvertAll(Open);

        var given = await Task.WhenAll(leases.Select((node, i) => TakeAllAsync(node, i * 500, 500)));

        var all = given.SelectMany(addresses => addresses).OfType<LeasedAddress>().ToList();
        Assert.Equal(1000, all.Count);
        Assert.Equal(1000, all.Select(lease => lease.Address).Distinct().Count());
        Assert.Equal(1000, (await leases[0].InForceAsync(default)).Count);
        Assert.Null(await leases[1].LeaseAsync(Home(5000)));
    }

    [Fact]
    public async Task One_home_address_has_one_lease_whoever_asks()
    {
        var leases = _nodes.ConvertAll(Open);
        for (var home = 1; home <= 50; home++)
        {
            var given = await Task.WhenAll(leases.Select(node => node.LeaseAsync(Home(home))));
            Assert.Single(given.Select(lease => lease!.Value.Address).Distinct());
        }
        Assert.Equal(50, _store.Scalar("SELECT COUNT(*) FROM ipv4_leases WHERE home_address IS NOT NULL"));
    }

    /// <summary>The node is not dead, only slow: another one has its entity now, and goes on with the lease without taking it again.</summary>
    [Fact]
    public async Task A_node_that_was_thought_dead_releases_nothing()
    {
        var (before, after) = (Open(_nodes[0]), Open(_nodes[1]));
        var held = await before.LeaseAsync(Home(1));
        var found = await after.FindAsync(Home(1));
        Assert.Equal(held!.Value.Address, found!.Value.Address);

        before.Release(Home(1), held.Value);
        await before.DisposeAsync();

        Assert.NotNull(await after.FindAsync(Home(1)));
    }

    /// <summary>An entity moved to another node while its release was under way.</summary>
    [Fact]
    public async Task A_release_that_comes_late_ends_nothing_that_was_taken_since()
    {
        var (before, after) = (Open(_nodes[0]), Open(_nodes[1]));
        var former = await before.LeaseAsync(Home(1));
        var taken = await after.LeaseAsync(Home(1));

        before.Release(Home(1), former!.Value);
        await before.DisposeAsync();

        Assert.Equal(taken!.Value.Address, (await after.FindAsync(Home(1)))!.Value.Address);
    }

    private static IIpv4LeaseStore Open(IStore node) =>
        node.OpenLeases(HomeAgent.Core.Ipv4AddressPool.Parse(Pool), [], Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

    private static async Task<LeasedAddress?[]> TakeAllAsync(IIpv4LeaseStore leases, int first, int count)
    {
        var given = new List<LeasedAddress?>();
        foreach (var homes in Enumerable.Range(first, count).Chunk(20)) given.AddRange(await Task.WhenAll(homes.Select(home => leases.LeaseAsync(Home(home)))));
        return [.. given];
    }

    private static Ipv6Address Home(int number) => new(((UInt128)0x20010db800010000 << 64) + (UInt128)number);
}
