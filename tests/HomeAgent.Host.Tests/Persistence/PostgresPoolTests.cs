using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class PostgresPoolTests
{
    /// <summary>More entities than connections start at once, and the table of leases does not answer.</summary>
    [Fact]
    public async Task A_storm_of_questions_for_leases_waits_for_itself_only()
    {
        using var store = new TemporaryStore(StoreProvider.PostgreSql);
        await using var leases = store.OpenLeases("198.51.100.10-198.51.100.250");
        await using var source = NpgsqlDataSource.Create(store.Options.ConnectionString);
        await using var slow = await source.OpenConnectionAsync();
        Task[] storm;
        await using (var transaction = await slow.BeginTransactionAsync())
        {
            await using (var command = new NpgsqlCommand("LOCK TABLE ipv4_leases", slow)) await command.ExecuteNonQueryAsync();
            storm = [.. Enumerable.Range(0, 150).Select(number => leases.FindAsync(new Ipv6Address(Ipv6Address.Parse("2001:db8:1::1:0").Value + (uint)number)))];
            await Eventually.Is(() => Task.FromResult(store.Scalar("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'ipv4_leases'::regclass") == PostgresPools.Leases));
            Assert.Equal(0, await store.Store.MobileNodes.RevisionAsync(default));
            Assert.NotEqual(default, (await store.Store.Founding!.ReadAsync(default)).Founding);
            await store.Bindings.ProbeAsync(default);
            await transaction.RollbackAsync();
        }
        await Task.WhenAll(storm).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [InlineData("Host=db", 10)]
    [InlineData("Host=db;Maximum Pool Size=30", 30)]
    public void What_is_shared_is_the_operators(string text, int size) =>
        Assert.Equal(size, PostgresConnectionString.Parse(text, "Store:ConnectionString").MaxPoolSize);

    [Theory]
    [InlineData("Host=db")]
    [InlineData("Host=db;Minimum Pool Size=20;Maximum Pool Size=30")]
    public void The_pools_of_journal_and_leases_are_not(string text) =>
        Assert.Equal(8, new NpgsqlConnectionStringBuilder(PostgresPools.Sized(text, 8)).MaxPoolSize);
}
