using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DsMip.Load.Tests.Check;

/// <summary>The checker's own SQL on the home agent's own tables and rows.</summary>
public sealed class JournalReadingTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly Ipv6Address First = Ipv6Address.Parse("2001:db8:1::1:0");
    private static readonly Ipv6Address Second = Ipv6Address.Parse("2001:db8:1::1:1");
    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly NpgsqlDataSource _source;
    private readonly string _database;
    private int _incomplete;

    public JournalReadingTests()
    {
        _database = _server.CreateDatabase();
        using var database = new PostgresDatabase(_database);
        database.Migrate(PostgresSchema.Migrations);
        _source = NpgsqlDataSource.Create(_database);
    }

    public void Dispose()
    {
        _source.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void The_newest_row_counts_and_a_right_one_is_right()
    {
        Insert(First, 1, "a", sequence: 1);
        Insert(First, 2, "a", sequence: 2);
        Insert(Second, 1, "a", sequence: 9);
        Assert.Empty(Found(2, Acknowledged(First, 2), Acknowledged(Second, 9)));
        Assert.Equal([BindingCheck.Stale], Found(2, Acknowledged(First, 3)));
    }

    [Fact]
    public void What_is_missing_is_lost()
    {
        Insert(First, 1, "a", sequence: 1);
        Assert.Equal([BindingCheck.Lost], Found(1, Acknowledged(First, 1), Acknowledged(Second, 1)));
    }

    [Fact]
    public void Two_nodes_in_turns_and_one_address_twice_are_found()
    {
        Insert(First, 1, "a", sequence: 1);
        Insert(First, 2, "b", sequence: 2);
        Insert(First, 3, "a", sequence: 3, ipv4: "10.0.0.1");
        Insert(Second, 1, "b", sequence: 1, ipv4: "10.0.0.1");
        Assert.Equal([BindingCheck.Ipv4Twice, OwnerCheck.TwoOwners], Found(2, Acknowledged(First, 3)));
    }

    [Fact]
    public void Who_is_bound_to_a_leased_address_has_its_lease()
    {
        Insert(First, 1, "a", sequence: 1, ipv4: "10.0.0.1", isLeased: true);
        Insert(Second, 1, "a", sequence: 1, ipv4: "10.0.0.9");
        Lease("10.0.0.1", First);
        Assert.Empty(Found(2, Acknowledged(First, 1), Acknowledged(Second, 1)));
        Lease("10.0.0.1", Second);
        Assert.Equal([LeaseReading.NotLeased], Found(2, Acknowledged(First, 1), Acknowledged(Second, 1)));
        Lease("10.0.0.1", null);
        Assert.Equal([LeaseReading.NotLeased], Found(2, Acknowledged(First, 1), Acknowledged(Second, 1)));
    }

    [Fact]
    public void And_so_has_who_is_bound_to_a_leased_prefix()
    {
        Insert(First, 1, "a", sequence: 1, leased: "10.8.0.8/29");
        Assert.Equal([LeaseReading.NotLeased], Found(1, Acknowledged(First, 1)));
        _source.CreateCommand($"INSERT INTO ipv4_prefix_leases VALUES (168296456, 168296463, 29, '{First}', TRUE, 1, 0, now())").ExecuteNonQuery();
        Assert.Empty(Found(1, Acknowledged(First, 1)));
        _source.CreateCommand("UPDATE ipv4_prefix_leases SET bound = FALSE").ExecuteNonQuery();
        Assert.Equal([LeaseReading.NotLeased], Found(1, Acknowledged(First, 1)));
    }

    /// <summary>What the home agent's janitor leaves of it, with and without the setting that keeps evidence.</summary>
    [Fact]
    public async Task Two_owners_are_found_if_the_janitor_keeps_their_rows_and_otherwise_it_is_said_that_rows_are_missing()
    {
        Insert(First, 1, "a", sequence: 1);
        Insert(First, 2, "b", sequence: 2);
        Insert(First, 3, "a", sequence: 3);
        Insert(Second, 1, "b", sequence: 1);
        using var store = Stores.Open(new StoreOptions(StoreProvider.PostgreSql, _database));

        await Janitor(TimeSpan.FromHours(1)).SweepAsync();
        Assert.Equal([OwnerCheck.TwoOwners], Found(2, Acknowledged(First, 3)));
        Assert.Equal(0, _incomplete);

        await Janitor(TimeSpan.Zero).SweepAsync();
        Assert.Empty(Found(2, Acknowledged(First, 3)));
        Assert.Equal(1, _incomplete);

        JournalJanitor Janitor(TimeSpan keep) =>
            new(store.Bindings, new StoreOptions(StoreProvider.PostgreSql, _database, KeepReplaced: keep), TimeProvider.System, NullLogger<JournalJanitor>.Instance);
    }

    private string[] Found(int bindings, params AcknowledgementRecord[] records)
    {
        var history = new AcknowledgementHistory();
        foreach (var record in records) history.Add(record);
        var check = new AcknowledgementCheck(history);
        Assert.Equal(bindings, check.CheckJournal(_database));
        _incomplete = check.Incomplete;
        return [.. check.Violations.Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
    }

    private static AcknowledgementRecord Acknowledged(Ipv6Address home, ushort sequence) => new(
        true, Now, home, sequence, IpAddress.Parse("192.168.0.1"), IpAddress.Parse("10.64.0.1"), 20_000, 600);

    /// <param name="owner">Null: nobody.</param>
    private void Lease(string address, Ipv6Address? owner)
    {
        using var command = _source.CreateCommand(
            "INSERT INTO ipv4_leases (address, home_address, bound) VALUES ($1, $2, $3) ON CONFLICT (address) DO UPDATE SET home_address = $2, bound = $3");
        command.Parameters.Add(new NpgsqlParameter { Value = (long)Ipv4Address.Parse(address).Value });
        command.Parameters.Add(new NpgsqlParameter { Value = owner?.ToString() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = owner is not null });
        command.ExecuteNonQuery();
    }

    private void Insert(Ipv6Address home, long number, string writer, ushort sequence, string? ipv4 = null, bool isLeased = false, string? leased = null)
    {
        var entry = new BindingCacheEntry(
            home, IpAddress.Parse("192.168.0.1"),
            new Ingress(Encapsulation.UdpIpv4, IpAddress.Parse("198.51.100.1"), IpAddress.Parse("10.64.0.1"), 20_000, Port.DsMip),
            Encapsulation.UdpIpv4, true, BindingUpdateFlags.HomeRegistration, new SequenceNumber(sequence), BindingLifetime.From(TimeSpan.FromSeconds(600)),
            Now.AddSeconds(600), ipv4 is null ? null : new Ipv4HomeBinding(Ipv4Address.Parse(ipv4), 32, isLeased),
            false, leased is null ? null : MobileNetworks.Of([], [Ipv4Prefix.Parse(leased)]), leased is not null);
        using var command = _source.CreateCommand(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) VALUES ($1, false, $2, $3, $4, 'b1', 5555, $5)");
        foreach (var value in (object[])[Now.UtcTicks, PersistenceId.Of(home), number, BindingCacheEntrySerializer.ToBytes(new BindingCacheEntryState(home, entry, default)), writer])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
