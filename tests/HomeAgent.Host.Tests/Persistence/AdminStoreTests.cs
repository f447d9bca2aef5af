using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

/// <summary>The audit log and drained edges, in either store.</summary>
public sealed class AdminStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Theory]
    [InlineData(StoreProvider.Sqlite)]
    [InlineData(StoreProvider.PostgreSql)]
    public async Task Rows_of_the_audit_log_are_completed_and_found(StoreProvider provider)
    {
        using var store = new TemporaryStore(provider);
        var audit = store.Store.Audit;
        var first = await audit.BeginAsync(new AuditedChange(At, "alice", "127.0.0.1", "edge.drain", "e1"), default);
        var second = await audit.BeginAsync(new AuditedChange(At, "bob", "::1", "edge.undrain", "e1"), default);
        await audit.EndAsync(first, 409, "why", default);
        var rows = await audit.ReadAsync(new AuditQuery(long.MaxValue, 10), default);
        Assert.Equal([second, first], rows.Select(row => row.Number));
        Assert.Equal(new AuditRow(first, new AuditedChange(At, "alice", "127.0.0.1", "edge.drain", "e1"), 409, "why"), rows[1]);
        Assert.Null(rows[0].Status);
        Assert.Equal(first, Assert.Single(await audit.ReadAsync(new AuditQuery(second, 10), default)).Number);
        Assert.Equal(first, Assert.Single(await audit.ReadAsync(new AuditQuery(long.MaxValue, 10, "alice", "edge.drain", "e1"), default)).Number);
        Assert.Empty(await audit.ReadAsync(new AuditQuery(long.MaxValue, 10, "alice", "edge.undrain"), default));

        var third = await audit.BeginAsync(new AuditedChange(At.AddDays(2), "bob", "::1", "edge.drain", "e2"), default);
        Assert.Equal(0, await audit.RemoveAsync(At, default));
        Assert.Equal(2, await audit.RemoveAsync(At.AddDays(1), default));
        Assert.Equal(third, Assert.Single(await audit.ReadAsync(new AuditQuery(long.MaxValue, 10), default)).Number);
    }

    [Theory]
    [InlineData(StoreProvider.Sqlite)]
    [InlineData(StoreProvider.PostgreSql)]
    public async Task An_edge_is_drained_once(StoreProvider provider)
    {
        using var store = new TemporaryStore(provider);
        var drains = store.Store.Drains;
        var first = new DrainedEdge("e1", At, "alice");
        await drains.DrainAsync(first, default);
        await drains.DrainAsync(new DrainedEdge("e1", At.AddDays(1), "bob"), default);
        await drains.DrainAsync(new DrainedEdge("e2", At, "bob"), default);
        Assert.Equal([first, new DrainedEdge("e2", At, "bob")], await drains.ReadAsync(default));
        await drains.UndrainAsync("e1", default);
        await drains.UndrainAsync("e1", default);
        Assert.Equal("e2", Assert.Single(await drains.ReadAsync(default)).Name);
    }

    [Theory]
    [InlineData(StoreProvider.Sqlite)]
    [InlineData(StoreProvider.PostgreSql)]
    public async Task A_switch_of_all_is_written_by_whoever_is_first(StoreProvider provider)
    {
        using var store = new TemporaryStore(provider);
        var switches = store.Store.Switches;
        Assert.Null(await switches.ReadAsync(default));
        var first = SwitchOfAll.Begin(null, At, "alice", TimeSpan.FromHours(1));
        Assert.True(await switches.TryWriteAsync(first, default));
        Assert.False(await switches.TryWriteAsync(SwitchOfAll.Begin(null, At, "bob", null), default));
        Assert.Equal(first, await switches.ReadAsync(default));
        var next = first.Counted(7).Advanced("bce|2001:db8:1::a", new SwitchTally(1, 2, 3, 0));
        Assert.False(await switches.TryWriteAsync(next, default));
        Assert.True(await switches.TryWriteAsync(first.Counted(7), default));
        Assert.True(await switches.TryWriteAsync(next, default));
        Assert.Equal(next, await switches.ReadAsync(default));
        Assert.Equal(1, next.Left);
    }
}
