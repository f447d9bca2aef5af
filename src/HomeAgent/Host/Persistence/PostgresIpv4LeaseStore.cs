using System.Globalization;
using DsMip.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Leases in PostgreSQL, where the table alone knows who has what: a row for every address of the pool, its owner unique. Any number of nodes
/// may ask at once; one address goes to one of them, since each takes another row that nobody has locked.
/// </summary>
public sealed class PostgresIpv4LeaseStore : IIpv4LeaseStore
{
    /// <summary>Addresses that a pool may have here: each is a row.</summary>
    public const int LargestPool = 1 << 20;

    private const string OfPool = "address BETWEEN $2 AND $3 AND address <> ALL($4)";

    private const string Rebind =
        $"""
        UPDATE ipv4_leases SET bound = TRUE, number = nextval('ipv4_lease_numbers'), taken = now()
        WHERE home_address = $1 AND {OfPool} RETURNING address, number
        """;

    // Never used before first, then released longest ago.
    private const string Take =
        $"""
        UPDATE ipv4_leases SET home_address = $1, bound = TRUE, number = nextval('ipv4_lease_numbers'), taken = now()
        WHERE address = (SELECT address FROM ipv4_leases WHERE NOT bound AND {OfPool} ORDER BY freed, address LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING address, number
        """;

    // An address outside of the pool, after the pool was moved, would keep its owner from having another one.
    private const string Abandon = $"UPDATE ipv4_leases SET home_address = NULL, bound = FALSE WHERE home_address = $1 AND NOT ({OfPool}) RETURNING address, number";

    // Under a new number: an entity that still runs elsewhere, and is thought dead, releases nothing any more.
    private const string Find =
        $"""
        UPDATE ipv4_leases SET number = nextval('ipv4_lease_numbers'), taken = now()
        WHERE home_address = $1 AND bound AND {OfPool} RETURNING address, number
        """;

    private readonly PostgresDatabase _database;
    private readonly Ipv4AddressPool _pool;
    private readonly long[] _reserved;
    private readonly Ipv4LeaseReleases _releases;

    /// <param name="reserved">Addresses that belong to somebody by configuration.</param>
    /// <exception cref="ConfigurationException">The pool is too large, or the server not usable.</exception>
    public PostgresIpv4LeaseStore(PostgresDatabase database, Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved, ILogger<PostgresIpv4LeaseStore> log)
    {
        if (pool.Size > LargestPool)
            throw new ConfigurationException("Ipv4Pool", string.Create(CultureInfo.InvariantCulture, $"has more than {LargestPool} addresses, the most with Store:Provider=PostgreSql"));
        (_database, _pool) = (database, pool);
        _reserved = [.. reserved.Where(pool.Contains).Select(address => (long)address.Value)];
        database.Prepare(connection => connection.Execute(
            "INSERT INTO ipv4_leases (address) SELECT generate_series($1::bigint, $2::bigint) ON CONFLICT DO NOTHING", (long)pool.First.Value, (long)pool.Last.Value));
        _releases = new Ipv4LeaseReleases(ReleaseAsync, log);
    }

    public Task<LeasedAddress?> FindAsync(Ipv6Address homeAddress) => OneAsync(Find, homeAddress);

    public async Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>> InForceAsync(CancellationToken cancellation)
    {
        var connection = await _database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(
            "SELECT home_address, address FROM ipv4_leases WHERE bound AND address BETWEEN $1 AND $2 AND address <> ALL($3)",
            (long)_pool.First.Value, (long)_pool.Last.Value, _reserved);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        var found = new Dictionary<Ipv6Address, Ipv4Prefix>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            found[Ipv6Address.Parse(reader.GetString(0))] = new Ipv4Prefix(new Ipv4Address((uint)reader.GetInt64(1)), 32);
        return found;
    }

    public async Task<LeasedAddress?> LeaseAsync(Ipv6Address homeAddress, int length = 32)
    {
        if (await RebindAsync(homeAddress).ConfigureAwait(false) is { } own) return own;
        try
        {
            await OneAsync(Abandon, homeAddress).ConfigureAwait(false);
            return await OneAsync(Take, homeAddress).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another node took one for it at the same time.
            return await RebindAsync(homeAddress).ConfigureAwait(false);
        }
    }

    public Task<LeasedAddress?> RebindAsync(Ipv6Address homeAddress) => OneAsync(Rebind, homeAddress);

    public void Release(Ipv6Address homeAddress, LeasedAddress lease) => _releases.Add(homeAddress, lease);

    public Task ReleaseAllExceptAsync(IReadOnlySet<Ipv6Address> users) => ExecuteAsync(
        """
        UPDATE ipv4_leases SET bound = FALSE, freed = nextval('ipv4_lease_numbers')
        WHERE bound AND taken < now() - INTERVAL '10 minutes' AND home_address <> ALL($1)
        """,
        (object)users.Select(user => user.ToString()).ToArray());

    public ValueTask DisposeAsync() => _releases.DisposeAsync();

    private Task ReleaseAsync(Ipv6Address homeAddress, LeasedAddress lease) => ExecuteAsync(
        "UPDATE ipv4_leases SET bound = FALSE, freed = nextval('ipv4_lease_numbers') WHERE home_address = $1 AND number = $2 AND bound",
        homeAddress.ToString(), lease.Number);

    /// <summary>After the server was away, the first question on a connection that waited in the pool fails: it is asked again on a new one.</summary>
    private async Task<LeasedAddress?> OneAsync(string sql, Ipv6Address homeAddress)
    {
        try
        {
            return await AskAsync(sql, homeAddress).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            _database.Source.Clear();
            return await AskAsync(sql, homeAddress).ConfigureAwait(false);
        }
    }

    private async Task<LeasedAddress?> AskAsync(string sql, Ipv6Address homeAddress)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(sql, homeAddress.ToString(), (long)_pool.First.Value, (long)_pool.Last.Value, _reserved);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? new LeasedAddress(new Ipv4Address((uint)reader.GetInt64(0)), reader.GetInt64(1)) : null;
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command(sql, parameters);
        await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
