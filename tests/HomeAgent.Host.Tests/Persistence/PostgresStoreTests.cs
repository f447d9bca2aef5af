using System.Globalization;
using DsMip.Configuration;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class PostgresStoreTests
{
    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=dsmip;Timeout=2", "refused")]
    [InlineData("Host=nowhere.invalid", "nowhere.invalid")]
    [InlineData("Username=dsmip", "names no server")]
    [InlineData("Host=127.0.0.1;Color=red", "color")]
    [InlineData("Host=127.0.0.1;Port=many", "Port")]
    public void A_server_that_cannot_be_had_is_said_in_one_line(string connectionString, string what) => Refused(connectionString, what);

    [Theory]
    [InlineData("Password=wrong", "password authentication failed for user")]
    [InlineData("Database=nowhere", "database \"nowhere\" does not exist")]
    [InlineData("Username=guest", "permission denied for schema public")]
    public void A_server_that_refuses_is_quoted_in_one_line(string setting, string what)
    {
        var right = new NpgsqlConnectionStringBuilder(SharedPostgres.CreateDatabase());
        using (var source = NpgsqlDataSource.Create(right.ConnectionString))
        using (var guest = source.CreateCommand($"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD '{right.Password}'"))
            guest.ExecuteNonQuery();
        var (keyword, value) = (setting.Split('=')[0], setting.Split('=')[1]);
        right[keyword] = value;
        Refused(right.ConnectionString, what);
    }

    [Fact]
    public async Task Many_nodes_that_start_at_once_make_one_schema()
    {
        var options = new StoreOptions(StoreProvider.PostgreSql, SharedPostgres.CreateDatabase());
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Stores.Open(options))));
        await stores[7].Bindings.ProbeAsync(default);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        using var store = new TemporaryStore(StoreProvider.PostgreSql);
        store.Execute("INSERT INTO dsmip_schema VALUES (99)");
        Refused(store.Options.ConnectionString, "was written by a newer version (99)");
    }

    /// <summary>The row with the lower order number becomes visible after the reader has seen the one with the higher number.</summary>
    [Fact]
    public async Task A_transaction_that_commits_late_is_not_missed()
    {
        using var store = new TemporaryStore(StoreProvider.PostgreSql);
        await using var source = NpgsqlDataSource.Create(store.Options.ConnectionString);
        await using var slow = await source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await InsertAsync(slow, 1);
        store.Insert(State(2), 1);

        var position = await store.Bindings.PositionAsync(default);
        Assert.Equal([Home(2)], await HomesAsync(store.Bindings.NewestAsync(default)));
        await transaction.CommitAsync();
        store.Insert(State(3), 1);

        var changed = await HomesAsync(store.Bindings.ChangedSinceAsync(position, default));
        Assert.Contains(Home(1), changed);
        Assert.Contains(Home(3), changed);
        // Nobody writes now, so there is nothing to see twice, as soon as the server itself is done with what it has to do.
        await Eventually.Is(async () => (await HomesAsync(store.Bindings.ChangedSinceAsync(await store.Bindings.PositionAsync(default), default))).Count == 0);
    }

    /// <summary>The row that would be in its way is gone: it was replaced.</summary>
    [Fact]
    public async Task Nobody_writes_behind_another_also_after_the_janitor()
    {
        using var store = new TemporaryStore(StoreProvider.PostgreSql);
        foreach (var number in new[] { 10, 11, 12 }) store.Insert(State(1), number);
        await store.Bindings.RemoveReplacedAsync(100, DateTimeOffset.MaxValue, default);
        Assert.Equal(1, store.Scalar("SELECT COUNT(*) FROM journal"));

        var refusal = Assert.Throws<PostgresException>(() => store.Insert(State(1), 11));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
        Assert.Equal(12, store.Bindings.Newest(Home(1))!.Version);
        store.Insert(State(1), 13);
        store.Insert(State(2), 1);
    }

    private static void Refused(string connectionString, string what)
    {
        var error = Assert.Throws<ConfigurationException>(() => Stores.Open(new StoreOptions(StoreProvider.PostgreSql, connectionString)));
        Assert.StartsWith("Store:ConnectionString: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(PostgresServer.Password, error.Message, StringComparison.Ordinal);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, int home)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) VALUES (0, false, $1, 1, $2, 'b1', 5555)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = PersistenceId.Of(Home(home)) });
        command.Parameters.Add(new NpgsqlParameter { Value = BindingCacheEntrySerializer.ToBytes(State(home)) });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<Ipv6Address>> HomesAsync(IAsyncEnumerable<StoredBinding> rows)
    {
        var homes = new List<Ipv6Address>();
        await foreach (var row in rows) homes.Add(row.State!.HomeAddress);
        return homes;
    }

    private static BindingCacheEntryState State(int home) => new(Home(home), null, default);

    private static Ipv6Address Home(int number) => Ipv6Address.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8:1::{number:x}"));
}
