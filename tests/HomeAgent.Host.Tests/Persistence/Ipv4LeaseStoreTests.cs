using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteIpv4LeaseStoreTests() : Ipv4LeaseStoreTests(StoreProvider.Sqlite);

public sealed class PostgresIpv4LeaseStoreTests() : Ipv4LeaseStoreTests(StoreProvider.PostgreSql);

public abstract class Ipv4LeaseStoreTests(StoreProvider provider) : IDisposable
{
    private readonly TemporaryStore _store = new(provider);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
    }

    [Fact]
    public async Task Everybody_gets_an_address_of_his_own_until_there_are_none()
    {
        await using var leases = Open("10.0.0.1-10.0.0.50");

        var given = await Task.WhenAll(Enumerable.Range(1, 60).Select(i => leases.TakeAsync(Home(i))));

        Assert.Equal(50, given.Count(address => address is not null));
        Assert.Equal(50, given.Where(address => address is not null).Distinct().Count());
    }

    [Fact]
    public async Task The_same_home_address_has_the_same_lease()
    {
        await using var leases = Open("10.0.0.1-10.0.0.9");
        var first = await leases.TakeAsync(Home(1));
        await leases.FreeAsync(Home(1));
        await leases.TakeAsync(Home(2));
        Assert.Equal(first, await leases.TakeAsync(Home(1)));
        Assert.Equal(first, await leases.AddressAsync(Home(1)));
    }

    [Fact]
    public async Task Leases_survive_a_restart_and_stay_unique()
    {
        Ipv4Address? first, second;
        await using (var before = Open("10.0.0.1-10.0.0.3"))
        {
            first = await before.TakeAsync(Home(1));
            second = await before.TakeAsync(Home(2));
        }

        await using var after = Open("10.0.0.1-10.0.0.3");

        var third = await after.TakeAsync(Home(3));
        Assert.Equal(first, await after.AddressAsync(Home(1)));
        Assert.Equal(second, await after.AddressAsync(Home(2)));
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        Assert.Null(await after.TakeAsync(Home(4)));
    }

    [Fact]
    [Clause("5555-2.5-lease")]
    public async Task A_released_address_is_given_away_only_when_nothing_else_is_left()
    {
        await using var leases = Open("10.0.0.1-10.0.0.2");
        var first = await leases.TakeAsync(Home(1));
        await leases.FreeAsync(Home(1));
        Assert.NotEqual(first, await leases.TakeAsync(Home(2)));
        Assert.Equal(first, await leases.TakeAsync(Home(3)));
        Assert.Null(await leases.AddressAsync(Home(1)));
        Assert.Null(await leases.TakeAsync(Home(1)));
    }

    [Fact]
    public async Task A_provisioned_address_is_never_leased()
    {
        await using var leases = Open("10.0.0.1-10.0.0.2", "10.0.0.1");
        Assert.Equal(Ipv4Address.Parse("10.0.0.2"), await leases.TakeAsync(Home(1)));
        Assert.Null(await leases.TakeAsync(Home(2)));
    }

    [Fact]
    public async Task A_lease_that_became_a_provisioned_address_or_left_the_pool_ends()
    {
        await using (var before = Open("10.0.0.1-10.0.0.2"))
        {
            await before.TakeAsync(Home(1));
            await before.TakeAsync(Home(2));
        }
        await using var after = Open("10.0.0.1-10.0.0.1", "10.0.0.1");
        Assert.Null(await after.AddressAsync(Home(1)));
        Assert.Null(await after.AddressAsync(Home(2)));
    }

    [Fact]
    public async Task Who_lost_his_binding_unseen_is_released_at_start()
    {
        await using (var before = Open("10.0.0.1-10.0.0.2"))
        {
            await before.TakeAsync(Home(1));
            await before.TakeAsync(Home(2));
        }
        await using var after = Open("10.0.0.1-10.0.0.2");
        var second = await after.AddressAsync(Home(2));
        if (provider == StoreProvider.PostgreSql) _store.Execute("UPDATE ipv4_leases SET taken = now() - INTERVAL '1 hour' WHERE bound");
        await after.ReleaseAllExceptAsync(new HashSet<Ipv6Address> { Home(1) });
        Assert.Equal(second, await after.TakeAsync(Home(3)));
        Assert.Null(await after.TakeAsync(Home(4)));
    }

    [Fact]
    public async Task A_lease_that_cannot_be_written_is_not_granted()
    {
        await using var leases = Open("10.0.0.1-10.0.0.2");
        _store.ExecuteOnLeases("ALTER TABLE ipv4_leases RENAME TO gone");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => leases.TakeAsync(Home(1)));
        _store.ExecuteOnLeases("ALTER TABLE gone RENAME TO ipv4_leases");
        Assert.NotNull(await leases.TakeAsync(Home(1)));
    }

    [Fact]
    public async Task What_is_only_kept_is_not_in_force_until_its_owner_comes_back()
    {
        await using var leases = Open("10.0.0.1-10.0.0.1");
        var first = await leases.TakeAsync(Home(1));
        await leases.FreeAsync(Home(1));
        Assert.Null(await leases.AddressAsync(Home(1)));
        Assert.Equal(first, await leases.TakeAgainAsync(Home(1)));
        Assert.Equal(first, await leases.AddressAsync(Home(1)));
        Assert.Null(await leases.TakeAsync(Home(2)));
        Assert.Null(await leases.TakeAgainAsync(Home(2)));
    }

    [Fact]
    public async Task A_lease_that_was_bound_again_is_so_after_a_restart()
    {
        await using (var before = Open("10.0.0.1-10.0.0.1"))
        {
            await before.TakeAsync(Home(1));
            await before.FreeAsync(Home(1));
            await before.TakeAgainAsync(Home(1));
        }
        await using var after = Open("10.0.0.1-10.0.0.1");
        Assert.NotNull(await after.AddressAsync(Home(1)));
    }

    [Fact]
    public async Task The_addresses_of_the_home_agent_and_of_the_network_are_never_leased()
    {
        var options = Configured.Options(("Ipv4HomePrefix", "10.10.0.8/29"), ("Ipv4Pool", "10.10.0.8-10.10.0.15"), ("HomeAgentIpv4Address", "10.10.0.9"));
        await using var leases = _store.Store.OpenLeases(options.Ipv4Pool!, Ipv4Reservations.Of(options), NullLoggerFactory.Instance);

        var given = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => leases.TakeAsync(Home(i))));

        // Without .8, .9, the provisioned .10, and .15.
        Assert.Equal(
            ["10.10.0.11", "10.10.0.12", "10.10.0.13", "10.10.0.14"], given.Where(address => address is not null).Select(address => address.ToString()).Order());
    }

    private static Ipv6Address Home(int number) => new(((UInt128)0x20010db800010000 << 64) + (UInt128)number);

    private IIpv4LeaseStore Open(string pool, params string[] provisioned) => _store.OpenLeases(pool, provisioned);
}
