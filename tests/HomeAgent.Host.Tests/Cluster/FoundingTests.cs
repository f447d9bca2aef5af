using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

public sealed class FoundingTests : IDisposable
{
    private readonly IStore _store = Stores.Open(new StoreOptions(StoreProvider.PostgreSql, SharedPostgres.CreateDatabase()));

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Of_many_who_claim_at_once_one_founds_the_cluster()
    {
        var founding = _store.Founding!;
        Assert.Equal(0, await founding.ReadAsync(default));
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => founding.TryClaimAsync(0, default)));
        Assert.Equal(1, claims.Count(won => won));
        Assert.Equal(1, await founding.ReadAsync(default));
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_sign_of_life_cannot_claim()
    {
        var founding = _store.Founding!;
        await founding.BeatAsync(default);
        var seen = await founding.ReadAsync(default);
        await founding.BeatAsync(default);
        Assert.False(await founding.TryClaimAsync(seen, default));
        Assert.True(await founding.TryClaimAsync(seen + 1, default));
    }
}
