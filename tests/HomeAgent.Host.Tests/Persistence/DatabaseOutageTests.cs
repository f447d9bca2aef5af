using System.Diagnostics;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire.Mobility;
using Xunit.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

/// <summary>The database is killed under a home agent at work, and comes back.</summary>
public sealed class DatabaseOutageTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);
    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private int _sequence;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Nothing_is_acknowledged_while_it_is_away_and_everything_goes_on_when_it_is_back()
    {
        using var store = new TemporaryStore(new StoreOptions(StoreProvider.PostgreSql, _server.ConnectionString));
        using var life = new EntityFixture(store, new ManualClock());
        Assert.True(TryUpdate(life));

        _server.Kill();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 3; i++) Assert.False(TryUpdate(life));
        output.WriteLine($"three updates without database: {watch.ElapsedMilliseconds} ms");
        Assert.True(life.Metrics.PersistenceFailures > 0);

        _server.Restart();
        watch.Restart();
        var attempts = 1;
        while (!TryUpdate(life)) Assert.True(attempts++ < 60, "never again");
        output.WriteLine($"acknowledged again after {watch.ElapsedMilliseconds} ms, at attempt {attempts}");
        // Only what was acknowledged counts, and all of it does.
        await Eventually.Is(() => AnswersAsync(store));
        Assert.Equal(_sequence, store.Bindings.Newest(_alice.HomeAddress)!.State!.Entry!.Sequence.Value);
    }

    /// <summary>Connections that waited in the pool find out one by one.</summary>
    private static async Task<bool> AnswersAsync(TemporaryStore store)
    {
        try
        {
            await store.Bindings.ProbeAsync(default);
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    /// <returns>False: the entity ended without an answer.</returns>
    private bool TryUpdate(EntityFixture life)
    {
        var entity = life.Entity(_alice.HomeAddress);
        var death = life.Watch(entity);
        life.Send(_alice.Frame(_alice.Seal(MobileNode.Update(++_sequence)), life.Clock.Now));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Answer)
        {
            if (life.Edge.ReceiveOne(TimeSpan.FromMilliseconds(20)) is Transmit transmit) return _alice.Open(transmit).Status == BindingStatus.Accepted;
            if (death.ReceiveOne(TimeSpan.FromMilliseconds(20)) is null) continue;
            life.Forget(_alice.HomeAddress);
            return false;
        }
        throw new TimeoutException("neither an answer nor an end");
    }
}
