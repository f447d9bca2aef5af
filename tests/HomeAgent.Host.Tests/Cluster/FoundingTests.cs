using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

public sealed class FoundingTests : IDisposable
{
    private readonly IStore _store = Stores.Open(new StoreOptions(StoreProvider.PostgreSql, SharedPostgres.CreateDatabase()));

    private IFoundingRecord Record => _store.Founding!;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Of_many_who_claim_at_once_one_founds_the_cluster()
    {
        Assert.Equal(0, (await Record.ReadAsync(default)).Count);
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Record.TryClaimAsync(0, default)));
        var won = Assert.Single(claims, claim => claim is not null);
        Assert.Equal(new ClusterSigns(1, won!.Value), await Record.ReadAsync(default));
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_sign_of_life_cannot_claim()
    {
        var seen = await Record.ReadAsync(default);
        Assert.True(await Record.BeatAsync(seen.Founding, default));
        Assert.Null(await Record.TryClaimAsync(seen.Count, default));
        Assert.NotNull(await Record.TryClaimAsync(seen.Count + 1, default));
    }

    /// <summary>Its members could not reach the store, and somebody who could has founded another one: they learn it with the next sign.</summary>
    [Fact]
    public async Task Signs_of_a_cluster_that_was_replaced_are_refused()
    {
        var older = await Record.TryClaimAsync(0, default);
        Assert.True(await Record.BeatAsync(older!.Value, default));
        var newer = await Record.TryClaimAsync(2, default);
        Assert.False(await Record.BeatAsync(older.Value, default));
        Assert.True(await Record.BeatAsync(newer!.Value, default));
        Assert.Equal(4, (await Record.ReadAsync(default)).Count);
    }

    [Fact]
    public async Task Who_has_no_seeds_refuses_a_database_that_somebody_else_lives_on()
    {
        using var end = new CancellationTokenSource();
        var first = await SoleUse.ClaimAsync(Record, TimeSpan.Zero, default);
        var living = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) Assert.True(await Record.BeatAsync(first, default));
        });
        var complaint = await Assert.ThrowsAsync<ConfigurationException>(() => SoleUse.ClaimAsync(Record, TimeSpan.FromSeconds(1), default));
        Assert.StartsWith("Store:ConnectionString: another home agent uses this database; give Cluster:Seeds", complaint.Message, StringComparison.Ordinal);
        await end.CancelAsync();
        await living;
        Assert.NotEqual(first, await SoleUse.ClaimAsync(Record, TimeSpan.FromMilliseconds(10), default));
    }
}
