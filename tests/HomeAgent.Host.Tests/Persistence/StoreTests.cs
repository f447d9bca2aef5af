using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class SqliteStoreTests() : StoreTests(StoreProvider.Sqlite);

public sealed class PostgresJournalTests() : StoreTests(StoreProvider.PostgreSql);

public abstract class StoreTests(StoreProvider provider) : IDisposable
{
    private readonly TemporaryStore _store = new(provider);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
    }

    [Fact]
    public async Task The_janitor_keeps_the_newest_row_of_each_and_the_rest_goes()
    {
        for (var sequence = 1; sequence <= 5; sequence++)
            for (var home = 1; home <= 3; home++)
                Insert(home, sequence);
        var janitor = JanitorOf(_store.Bindings);

        Assert.Equal(12, await janitor.SweepAsync());

        Assert.Equal([5L, 5L, 5L], _store.Bindings.Newest("", 10).Select(row => row.Version));
        Insert(2, 6);
        Assert.Equal(1, await janitor.SweepAsync());
        Assert.Equal(6, _store.Bindings.Newest(Home(2))!.Version);
        Assert.Equal(0, await janitor.SweepAsync());
        Assert.Equal(3, _store.Rows);
    }

    /// <summary>All rows here were written at the very first moment of the calendar.</summary>
    [Fact]
    public async Task The_janitor_leaves_what_was_not_written_before_then()
    {
        Insert(1, 1);
        Insert(1, 2);
        Assert.Equal(default, await _store.Bindings.RemoveReplacedAsync(10, DateTimeOffset.MinValue, default));
        Assert.Equal(new Sweep(1, More: true), await _store.Bindings.RemoveReplacedAsync(10, DateTimeOffset.MinValue.AddTicks(1), default));
    }

    /// <summary>What is too young is looked at no further than a batch, however much of it there is.</summary>
    [Fact]
    public async Task The_janitor_looks_for_old_rows_in_the_next_batch_only()
    {
        for (var sequence = 1; sequence <= 4; sequence++) Insert(1, sequence);
        _store.Execute("UPDATE journal SET created = 100 WHERE sequence_number <= 3");
        var before = DateTimeOffset.MinValue.AddTicks(50);
        Assert.Equal(default, await _store.Bindings.RemoveReplacedAsync(3, before, default));
        Assert.Equal(4, _store.Rows);
        // Older than that are all of them an hour later.
        Assert.Equal(2, (await _store.Bindings.RemoveReplacedAsync(3, before.AddHours(1), default)).Removed);
        Assert.Equal(1, (await _store.Bindings.RemoveReplacedAsync(3, before.AddHours(1), default)).Removed);
    }

    [Fact]
    public void Pages_hold_everybody_once()
    {
        for (var home = 1; home <= 7; home++) Insert(home, 1);
        var seen = new List<Ipv6Address>();
        var after = "";
        while (_store.Bindings.Newest(after, 3) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 3);
            seen.AddRange(page.Select(row => row.State!.HomeAddress));
            after = page[^1].PersistenceId;
        }
        Assert.Equal(Enumerable.Range(1, 7).Select(Home).Order(), seen.Order());
    }

    [Fact]
    public void A_second_start_finds_the_schema_as_it_is()
    {
        Insert(1, 1);
        Stores.Open(_store.Options).Dispose();
        Assert.Equal(1, _store.Rows);
    }

    [Fact]
    public async Task A_journal_of_many_refreshes_is_bounded()
    {
        for (var home = 1; home <= 10; home++) Fill(home, 1000);
        Assert.Equal(10_000, _store.Rows);
        using var other = Stores.Open(_store.Options);

        // Two nodes at the same time: each row goes once, whoever removes it.
        var removed = await Task.WhenAll(JanitorOf(_store.Bindings).SweepAsync(), JanitorOf(other.Bindings).SweepAsync());
        removed = [.. removed, await JanitorOf(_store.Bindings).SweepAsync()];

        Assert.Equal(9_990, removed.Sum());
        Assert.Equal(Enumerable.Repeat(1000L, 10), _store.Bindings.Newest("", 100).Select(row => row.Version));
    }

    [Fact]
    public async Task An_entity_recovers_from_a_swept_journal_and_goes_on()
    {
        var (clock, alice) = (new ManualClock(), new MobileNode(Configured.Options(), Configured.Alice));
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            using var life = sequence % 10 == 1 ? new EntityFixture(_store, clock) : null;
            if (life is null) continue;
            for (var i = sequence; i < sequence + 10; i++)
            {
                life.Send(alice.Frame(alice.Seal(MobileNode.Update(i)), clock.Now));
                // While it writes.
                if (i % 4 == 0) await JanitorOf(_store.Bindings).SweepAsync();
                Assert.Equal(Wire.Mobility.BindingStatus.Accepted, alice.Open(life.ExpectAnswer()).Status);
            }
            await JanitorOf(_store.Bindings).SweepAsync();
            Assert.Equal(1, _store.Rows);
        }
        Assert.Equal(30, _store.Bindings.Newest(alice.HomeAddress)!.Version);
    }

    [Fact]
    public async Task Everything_and_what_changed_are_streamed()
    {
        for (var home = 1; home <= 5; home++) Fill(home, 3);
        Assert.Equal([3L, 3L, 3L, 3L, 3L], (await ReadAsync(_store.Bindings.NewestAsync(default))).Select(row => row.Version));
        var position = await _store.Bindings.PositionAsync(default);
        Insert(2, 4);
        Insert(2, 5);
        Insert(9, 1);

        var changed = await ReadAsync(_store.Bindings.ChangedSinceAsync(position, default));

        Assert.Equal([(Home(2), 5), (Home(9), 1)], changed.Select(row => (row.State!.HomeAddress, row.Version)).Order());
        // As soon as the transactions of other tests end that were running: a position is the oldest of the whole server.
        await Eventually.Is(async () => (await ReadAsync(_store.Bindings.ChangedSinceAsync(await _store.Bindings.PositionAsync(default), default))).Count == 0);
    }

    private static Ipv6Address Home(int number) => new(((UInt128)0x20010db800010000 << 64) + (UInt128)number);

    private void Insert(int home, int sequence) => _store.Insert(new BindingCacheEntryState(Home(home), null, default), sequence);

    /// <summary>Refreshes of one mobile node, as the journal has them after a while.</summary>
    private void Fill(int home, int count)
    {
        var message = BindingCacheEntrySerializer.ToBytes(new BindingCacheEntryState(Home(home), null, default));
        var (numbers, deleted) = provider == StoreProvider.Sqlite
            ? ("(WITH RECURSIVE n(s) AS (SELECT 1 UNION ALL SELECT s + 1 FROM n WHERE s < $3) SELECT s FROM n)", "0")
            : ("generate_series(1, $3) AS s", "false");
        _store.Execute(
            $"INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) SELECT 0, {deleted}, $1, s, $2, 'b1', 5555 FROM {numbers}",
            PersistenceId.Of(Home(home)), message, count);
    }

    private static JournalJanitor JanitorOf(IBindingStore bindings) => new(bindings, new StoreOptions(default, ""), new ManualClock(), NullLogger<JournalJanitor>.Instance);

    private static async Task<List<StoredBinding>> ReadAsync(IAsyncEnumerable<StoredBinding> rows)
    {
        var all = new List<StoredBinding>();
        await foreach (var row in rows) all.Add(row);
        return all;
    }
}
