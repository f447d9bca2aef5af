using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class StoreTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_janitor_keeps_the_newest_row_of_each_and_the_rest_goes()
    {
        for (var sequence = 1; sequence <= 5; sequence++)
            for (var home = 1; home <= 3; home++)
                Insert(home, sequence);
        var janitor = new JournalJanitor(_store.Bindings, new ManualClock(), NullLogger<JournalJanitor>.Instance);

        Assert.Equal(12, await janitor.SweepAsync());

        Assert.Equal([5L, 5L, 5L], _store.Bindings.Newest("", 10).Select(row => row.Version));
        Insert(2, 6);
        Assert.Equal(1, await janitor.SweepAsync());
        Assert.Equal(6, _store.Bindings.Newest(Home(2))!.Version);
        Assert.Equal(0, await janitor.SweepAsync());
        Assert.Equal(3, _store.Rows);
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
    public void A_file_of_a_newer_version_is_refused()
    {
        _store.Execute("PRAGMA user_version = 99");
        var error = Assert.Throws<ConfigurationException>(() => Stores.Open(_store.Options));
        Assert.Equal("Store:ConnectionString", error.Key);
    }

    [Theory]
    [InlineData("Data Source=/proc/nowhere/dsmip.db")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Filename")]
    [InlineData("")]
    public void A_store_that_cannot_be_used_is_named(string connectionString)
    {
        var error = Assert.Throws<ConfigurationException>(() => Stores.Open(new StoreOptions(StoreProvider.Sqlite, connectionString)));
        Assert.Equal("Store:ConnectionString", error.Key);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static Ipv6Address Home(int number) => new(((UInt128)0x20010db800010000 << 64) + (UInt128)number);

    private void Insert(int home, int sequence) => _store.Insert(new BindingCacheEntryState(Home(home), null, default), sequence);
}
