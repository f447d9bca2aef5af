using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteIpv4PrefixLeaseStoreTests() : Ipv4PrefixLeaseStoreTests(StoreProvider.Sqlite)
{
    /// <summary>The batch that removed the larger prefix's row failed; in memory it had gone already.</summary>
    [Fact]
    public void What_lies_within_a_prefix_whose_removal_was_lost_takes_its_row_away()
    {
        var database = ((SqliteStore)Store.Store).Database.Sibling("leases");
        Write(1, "10.64.0.0/26");
        Write(2, "10.64.0.64/28");
        Write(3, "10.64.0.16/28");
        Assert.Equal([Home(2), Home(3)], SqliteIpv4LeaseFile.OfPrefixes(database).Load().Select(lease => lease.HomeAddress).Order());

        void Write(int home, string prefix) => SqliteIpv4LeaseFile.OfPrefixes(database)
            .Write([new LeaseChange(Home(home), new Ipv4Lease(Home(home), Ipv4Prefix.Parse(prefix), true), null)]);
    }
}

public sealed class PostgresIpv4PrefixLeaseStoreTests() : Ipv4PrefixLeaseStoreTests(StoreProvider.PostgreSql)
{
    [Fact]
    public async Task Nodes_of_a_cluster_never_lease_prefixes_that_overlap_and_leave_nothing_over()
    {
        using var nodes = new Nodes(Store.Options, "10.64.0.0/22");
        var given = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(node => Enumerable.Range(0, 16).Select(i =>
            nodes.Leases[node].LeaseAsync(Home(node * 16 + i), 28))));
        Assert.Equal(64, AssertDisjoint(given).Count);
        Assert.Equal(64, Store.Scalar("SELECT COUNT(*) FROM ipv4_prefix_leases"));
        Assert.Null(await nodes.Leases[0].LeaseAsync(Home(500), 28));
    }

    /// <summary>Another node allocates and takes its time.</summary>
    [Fact]
    public async Task Who_waits_for_a_new_prefix_keeps_nobody_from_finding_the_one_it_has()
    {
        await using var leases = Store.OpenPrefixLeases(24, "10.64.0.0/20");
        var held = await leases.LeaseAsync(Home(1), 28);
        await using var other = await ((PostgresStore)Store.Store).Database.Source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand($"SELECT pg_advisory_xact_lock({PostgresIpv4PrefixLeaseStore.AllocationLock})", other)) await command.ExecuteNonQueryAsync();
        var waiting = Enumerable.Range(2, PostgresPools.Leases * 2).Select(home => leases.LeaseAsync(Home(home), 28)).ToList();
        await Eventually.Is(() => Task.FromResult(Store.Scalar(
            "SELECT COUNT(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE NOT granted AND locktype = 'advisory' AND datname = current_database()") == 1));
        for (var i = 0; i < PostgresPools.Leases; i++) Assert.Equal(held!.Value.Prefix, (await leases.FindAsync(Home(1)))!.Value.Prefix);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await transaction.RollbackAsync();
        AssertDisjoint([held, .. await Task.WhenAll(waiting)]);
    }

    [Fact]
    public async Task One_home_address_has_one_lease_whoever_asks()
    {
        using var nodes = new Nodes(Store.Options, "10.64.0.0/20");
        for (var home = 1; home <= 20; home++)
            Assert.Single((await Task.WhenAll(nodes.Leases.Select(leases => leases.LeaseAsync(Home(home), 26)))).Select(lease => lease!.Value.Prefix).Distinct());
    }

    [Fact]
    public async Task A_release_that_comes_late_ends_nothing_that_was_taken_since()
    {
        using var nodes = new Nodes(Store.Options, "10.64.0.0/28");
        var former = await nodes.Leases[0].LeaseAsync(Home(1), 28);
        var taken = await nodes.Leases[1].FindAsync(Home(1));
        nodes.Leases[0].Release(Home(1), former!.Value);
        await nodes.Leases[0].DisposeAsync();
        Assert.Equal(taken!.Value.Prefix, (await nodes.Leases[1].FindAsync(Home(1)))!.Value.Prefix);
    }

    /// <summary>The database itself refuses what the program should never write.</summary>
    [Fact]
    public void The_table_takes_no_prefixes_that_overlap()
    {
        const string insert = "INSERT INTO ipv4_prefix_leases (first, last, length, home_address, bound, number, taken) VALUES ($1, $2, 28, $3, TRUE, 1, now())";
        Store.Execute(insert, 160L, 175L, "::1");
        var refusal = Assert.Throws<Npgsql.PostgresException>(() => Store.Execute(insert, 164L, 167L, "::2"));
        Assert.Equal(Npgsql.PostgresErrorCodes.ExclusionViolation, refusal.SqlState);
    }

    private sealed class Nodes : IDisposable
    {
        private readonly List<IStore> _stores;

        public Nodes(StoreOptions options, string pool)
        {
            _stores = [.. Enumerable.Range(0, 4).Select(_ => Stores.Open(options))];
            Leases = [.. _stores.Select(store => store.OpenPrefixLeases(
                new HomeAgent.Core.Ipv4PrefixPools([Ipv4Prefix.Parse(pool)], 24), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance))];
        }

        public List<IIpv4LeaseStore> Leases { get; }

        public void Dispose() => _stores.ForEach(store => store.Dispose());
    }
}

public abstract class Ipv4PrefixLeaseStoreTests(StoreProvider provider) : IDisposable
{
    private protected TemporaryStore Store { get; } = new(provider);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Store.Dispose();
    }

    [Fact]
    public async Task Prefixes_of_all_lengths_do_not_overlap()
    {
        await using var leases = Store.OpenPrefixLeases(24, "10.64.0.0/22", "10.80.0.0/24");
        var given = await Task.WhenAll(Enumerable.Range(1, 24).Select(i => leases.LeaseAsync(Home(i), 25 + i % 6)));
        Assert.All(AssertDisjoint(given), prefix => Assert.True(prefix.Address.ToString() is ['1', '0', '.', '6' or '8', ..], $"{prefix}"));
    }

    [Fact]
    [Clause("5555-4.5-prefix")]
    public async Task The_length_is_the_one_asked_for_or_the_nearest_that_there_is()
    {
        await using var leases = Store.OpenPrefixLeases(26, "10.64.0.0/25");
        Assert.Equal(28, (await leases.LeaseAsync(Home(1), 28))!.Value.Length);
        Assert.Equal(26, (await leases.LeaseAsync(Home(2), 8))!.Value.Length);
        Assert.Equal(27, (await leases.LeaseAsync(Home(3), 26))!.Value.Length);
        Assert.Equal(28, (await leases.LeaseAsync(Home(4), 26))!.Value.Length);
        Assert.Null(await leases.LeaseAsync(Home(5), 26));
    }

    [Fact]
    public async Task The_same_home_address_has_the_same_lease_over_restarts()
    {
        LeasedAddress? first;
        await using (var before = Store.OpenPrefixLeases(24, "10.64.0.0/22"))
        {
            first = await before.LeaseAsync(Home(1), 26);
            await before.LeaseAsync(Home(2), 30);
        }
        await using var after = Store.OpenPrefixLeases(24, "10.64.0.0/22");
        Assert.Equal(first!.Value.Prefix, (await after.FindAsync(Home(1)))!.Value.Prefix);
        Assert.Equal(first.Value.Prefix, (await after.LeaseAsync(Home(1), 28))!.Value.Prefix);
        Assert.Equal(30, (await after.InForceAsync(default))[Home(2)].Length);
        AssertDisjoint(await Task.WhenAll(Enumerable.Range(1, 6).Select(i => after.LeaseAsync(Home(i), 28))));
    }

    [Fact]
    public async Task Released_prefixes_go_to_others_only_when_there_is_no_room()
    {
        await using var leases = Store.OpenPrefixLeases(26, "10.64.0.0/26");
        var kept = await leases.LeaseAsync(Home(1), 27);
        await leases.FreeAsync(Home(1));
        Assert.Null(await leases.FindAsync(Home(1)));
        Assert.NotEqual(kept!.Value.Prefix, (await leases.LeaseAsync(Home(2), 27))!.Value.Prefix);
        Assert.Equal(kept.Value.Prefix, (await leases.RebindAsync(Home(1)))!.Value.Prefix);
        await leases.FreeAsync(Home(1));
        await leases.FreeAsync(Home(2));
        // Who was released longest ago makes room, and nobody else while that is enough for some length.
        Assert.Equal(kept.Value.Prefix, (await leases.LeaseAsync(Home(3), 26))!.Value.Prefix);
        Assert.Null(await leases.RebindAsync(Home(1)));
        Assert.NotNull(await leases.RebindAsync(Home(2)));
        Assert.Null(await leases.LeaseAsync(Home(4), 30));
    }

    [Fact]
    public async Task A_lease_outside_of_the_pools_ends()
    {
        await using (var before = Store.OpenPrefixLeases(24, "10.64.0.0/24")) await before.LeaseAsync(Home(1), 28);
        await using var after = Store.OpenPrefixLeases(24, "10.65.0.0/24");
        Assert.Null(await after.FindAsync(Home(1)));
        Assert.Empty(await after.InForceAsync(default));
        Assert.Equal("10.65.0.0/28", (await after.LeaseAsync(Home(1), 28))!.Value.Prefix.ToString());
    }

    [Fact]
    public async Task A_lease_that_cannot_be_written_is_not_granted()
    {
        await using var leases = Store.OpenPrefixLeases(24, "10.64.0.0/24");
        Store.ExecuteOnLeases("ALTER TABLE ipv4_prefix_leases RENAME TO gone");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => leases.LeaseAsync(Home(1), 28));
        Store.ExecuteOnLeases("ALTER TABLE gone RENAME TO ipv4_prefix_leases");
        Assert.NotNull(await leases.LeaseAsync(Home(1), 28));
    }

    private protected static Ipv6Address Home(int number) => new(((UInt128)0x20010db800010000 << 64) + (UInt128)number);

    private protected static List<Ipv4Prefix> AssertDisjoint(IEnumerable<LeasedAddress?> leases)
    {
        var prefixes = leases.Select(lease => lease!.Value.Prefix).ToList();
        for (var i = 0; i < prefixes.Count; i++)
            Assert.DoesNotContain(prefixes.Skip(i + 1), other => other.Overlaps(prefixes[i]));
        return prefixes;
    }
}
