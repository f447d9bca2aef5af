using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

public sealed class SqliteEdgeSyncTests() : EdgeSyncTests(StoreProvider.Sqlite);

public sealed class PostgresEdgeSyncTests() : EdgeSyncTests(StoreProvider.PostgreSql);

public abstract class EdgeSyncTests : IDisposable
{
    private static readonly Ipv4HomeAddressOption Provisioned = new(32, false, Ipv4Address.Parse("10.10.0.10"));
    private readonly TemporaryStore _store;
    private readonly ManualClock _clock = new();
    private readonly BindingTable _table = new();
    private readonly HomeAgentMetrics _metrics = new();
    private readonly EdgeMetrics _edgeMetrics;
    private readonly EdgeState _state = new(expected: true);
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly MobileNode _bob = new(Configured.Options(), Configured.Bob);

    protected EdgeSyncTests(StoreProvider provider)
    {
        _store = new TemporaryStore(provider);
        _edgeMetrics = new EdgeMetrics(_metrics, _table);
    }

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_start_fills_the_table()
    {
        using (var life = new EntityFixture(_store, _clock))
        {
            Register(life, _alice, MobileNode.Update(1, 600, Provisioned));
            Register(life, _bob, MobileNode.Update(1));
            Register(life, _bob, MobileNode.Update(2, lifetimeSeconds: 0));
        }

        Assert.Equal(1, await ReadAsync());

        Assert.True(_table.TryFind(_alice.HomeAddress, _clock.Now, out var tunnel));
        Assert.Equal(EntityFixture.Back(_alice.Ingress), tunnel);
        Assert.True(_table.TryFind(Provisioned.HomeAddress, _clock.Now, out _));
        Assert.False(_table.TryFind(_bob.HomeAddress, _clock.Now, out _));
    }

    [Fact]
    public async Task What_ended_meanwhile_is_left_out()
    {
        RegisterBoth();
        _clock.Now += TimeSpan.FromMinutes(20);
        await ReadAsync();
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public async Task What_the_configuration_took_away_has_no_tunnel()
    {
        RegisterBoth();
        var withoutBob = Configured.Keys().Keys.Where(key => key.StartsWith("MobileNodes:1:", StringComparison.Ordinal)).Select(key => (key, (string?)null));
        await ReadAsync(Configured.Options([.. withoutBob]));
        Assert.True(_table.TryFind(_alice.HomeAddress, _clock.Now, out _));
        Assert.False(_table.TryFind(_bob.HomeAddress, _clock.Now, out _));
        // What was in the table is taken out with the next reading.
        await ReadAsync(Configured.Options(("HomeAgentIpv4Address", "198.51.100.99")));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public async Task An_ipv4_home_address_that_is_provisioned_otherwise_now_is_not_bound_any_more()
    {
        using (var life = new EntityFixture(_store, _clock)) Register(life, _alice, MobileNode.Update(1, 600, Provisioned));
        await ReadAsync(Configured.Options(("MobileNodes:0:Ipv4HomeAddress", "10.10.0.11")));
        Assert.True(_table.TryFind(_alice.HomeAddress, _clock.Now, out _));
        Assert.False(_table.TryFind(Provisioned.HomeAddress, _clock.Now, out _));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_counted_and_the_others_are_there()
    {
        RegisterBoth();
        _store.Execute("UPDATE journal SET message = $1 WHERE persistence_id = $2", new byte[] { 0x0a, 0x03, 0x20 }, PersistenceId.Of(_alice.HomeAddress));
        await ReadAsync();
        Assert.Equal(1, _metrics.UnreadableBindings);
        Assert.False(_table.TryFind(_alice.HomeAddress, _clock.Now, out _));
        Assert.True(_table.TryFind(_bob.HomeAddress, _clock.Now, out _));
    }

    [Fact]
    public async Task A_mobile_node_that_becomes_known_later_gets_its_tunnel_then()
    {
        RegisterBoth();
        var known = new ChangingDirectory(Configured.Options()) { Hidden = _bob.HomeAddress };
        using var sync = Sync(_store.Bindings, Configured.Options(), known);
        Assert.Equal(1, await sync.ReadAsync(default));
        sync.MeetStrangers();
        Assert.False(_table.TryFind(_bob.HomeAddress, _clock.Now, out _));
        known.Hidden = default;
        sync.MeetStrangers();
        Assert.True(_table.TryFind(_bob.HomeAddress, _clock.Now, out _));
    }

    [Fact]
    public async Task After_the_first_reading_only_what_changed_is_read()
    {
        var feed = new ScriptedFeed();
        using var sync = Sync(feed, Configured.Options());
        await sync.ReadAsync(default);
        await sync.ReadAsync(default);
        Assert.Equal(["position 1", "all", "position 2", "since 1"], feed.Calls);
        Assert.Equal((1, 1), (_edgeMetrics.Syncs(isWhole: true), _edgeMetrics.Syncs(isWhole: false)));
    }

    [Fact]
    public async Task After_a_failure_everything_is_read()
    {
        var feed = new ScriptedFeed();
        using var sync = Sync(feed, Configured.Options());
        await sync.ReadAsync(default);
        feed.Failures = 1;
        await Assert.ThrowsAsync<StoreIsGone>(() => sync.ReadAsync(default));
        feed.Calls.Clear();
        await sync.ReadAsync(default);
        Assert.Equal("all", feed.Calls[^1]);
    }

    [Fact]
    public async Task A_store_that_is_away_is_asked_again_until_it_answers()
    {
        var feed = new ScriptedFeed { Failures = 2 };
        using var sync = Sync(feed, Configured.Options());
        _state.Joined();
        await sync.StartAsync(default);
        await _state.WhenLoaded.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, _edgeMetrics.Failures);

        sync.Request(SyncCause.MissedBatches);
        for (var wait = 0; wait < 600 && _edgeMetrics.Syncs(isWhole: false) == 0; wait++) await Task.Delay(100);
        Assert.Equal(1, _edgeMetrics.Syncs(isWhole: false));
        await sync.StopAsync(default);
    }

    [Fact]
    public async Task Outside_of_the_cluster_the_store_is_read_again_and_again_and_only_a_member_knows_all()
    {
        using var sync = Sync(new ScriptedFeed(), Configured.Options());
        await sync.StartAsync(default);
        for (var wait = 0; wait < 600 && _edgeMetrics.Syncs(isWhole: false) < 2; wait++) await Task.Delay(100);
        Assert.True(_edgeMetrics.Syncs(isWhole: false) >= 2);
        Assert.False(_state.IsLoaded);

        _state.Joined();
        sync.Request(SyncCause.Joined);
        await _state.WhenLoaded.WaitAsync(TimeSpan.FromSeconds(60));
        await sync.StopAsync(default);
    }

    private void RegisterBoth()
    {
        using var life = new EntityFixture(_store, _clock);
        Register(life, _alice, MobileNode.Update(1));
        Register(life, _bob, MobileNode.Update(1));
    }

    private static void Register(EntityFixture life, MobileNode node, BindingUpdate update)
    {
        life.Send(node.Frame(node.Seal(update), life.Clock.Now));
        Assert.Equal(BindingStatus.Accepted, node.Open(life.ExpectAnswer()).Status);
    }

    private async Task<int> ReadAsync(HomeAgentOptions? options = null)
    {
        using var sync = Sync(_store.Bindings, options ?? Configured.Options());
        return await sync.ReadAsync(default);
    }

    private EdgeSync Sync(IBindingStore feed, HomeAgentOptions options, IMobileNodeDirectory? directory = null) => new(
        feed, new BindingMerge(options, directory ?? new ConfiguredMobileNodes(options), _table, _table), _state, _edgeMetrics, _metrics, _clock,
        NullLogger<EdgeSync>.Instance);

    private sealed class ChangingDirectory(HomeAgentOptions options) : IMobileNodeDirectory
    {
        private readonly ConfiguredMobileNodes _all = new(options);

        public Ipv6Address Hidden { get; set; }

        public bool TryFind(Ipv6Address homeAddress, [NotNullWhen(true)] out MobileNodeOptions? node) =>
            _all.TryFind(homeAddress, out node) && homeAddress != Hidden;

        public bool Contains(Ipv6Address homeAddress) => TryFind(homeAddress, out _);

        public bool TryFindOwner(uint spi, out Ipv6Address homeAddress) => _all.TryFindOwner(spi, out homeAddress);

        public long RevisionOf(Ipv6Address homeAddress) => 0;
    }

    private sealed class StoreIsGone() : DbException("the store is gone");

    private sealed class ScriptedFeed : IBindingStore
    {
        private long _position;

        public List<string> Calls { get; } = [];

        public int Failures { get; set; }

        public IAsyncEnumerable<StoredBinding> NewestAsync(CancellationToken cancellation) => Answer("all", cancellation);

        public Task<JournalPosition> PositionAsync(CancellationToken cancellation)
        {
            Calls.Add($"position {++_position}");
            return Task.FromResult(new JournalPosition(_position));
        }

        public IAsyncEnumerable<StoredBinding> ChangedSinceAsync(JournalPosition since, CancellationToken cancellation) => Answer($"since {since.Value}", cancellation);

        public IReadOnlyList<StoredBinding> Newest(string after, int limit) => throw new NotSupportedException();

        public StoredBinding? Newest(Ipv6Address homeAddress) => throw new NotSupportedException();

        public Task<Sweep> RemoveReplacedAsync(int batch, DateTimeOffset before, CancellationToken cancellation) => throw new NotSupportedException();

        public Task ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

        private async IAsyncEnumerable<StoredBinding> Answer(string call, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Calls.Add(call);
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            if (Failures-- > 0) throw new StoreIsGone();
            yield break;
        }
    }
}
