using DsMip.HomeAgent.Core;
using DsMip.Wire;
using Npgsql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// Leases of prefixes in PostgreSQL: a row for every lease, and a constraint by which no two of them overlap, whatever nodes with different pools do.
/// New ones are given out by one node at a time; who has one needs no lock to go on with it.
/// </summary>
public sealed class PostgresIpv4PrefixLeaseStore : IIpv4LeaseStore
{
    // Any number, as long as all home agents have the same one.
    internal const long AllocationLock = 0x4d495036_00000002;
    private const string Returned = "RETURNING first, number, length";
    private const string OfPools = "EXISTS (SELECT 1 FROM unnest($2::bigint[], $3::bigint[]) AS pool (first, last) WHERE leased.first >= pool.first AND leased.last <= pool.last)";

    // Under a new number: an entity that still runs elsewhere, and is thought dead, releases nothing any more.
    private const string Find =
        $"UPDATE ipv4_prefix_leases AS leased SET number = nextval('ipv4_lease_numbers'), taken = now() WHERE home_address = $1 AND bound AND {OfPools} {Returned}";

    private const string Rebind =
        $"UPDATE ipv4_prefix_leases AS leased SET bound = TRUE, number = nextval('ipv4_lease_numbers'), taken = now() WHERE home_address = $1 AND {OfPools} {Returned}";

    // Between the leases in their order, and after the last one of the pool; before the first one, what lies at $1 counts as the end of another.
    private const string Gap =
        """
        SELECT gap FROM (
            SELECT (max(last) OVER up + $3) / $3 * $3 AS gap, lead(first, 1, $2 + 1) OVER up AS next
            FROM (SELECT $1 - 1 AS first, $1 - 1 AS last UNION ALL SELECT first, last FROM ipv4_prefix_leases WHERE last >= $1 AND first <= $2) AS leases
            WINDOW up AS (ORDER BY last)) AS gaps
        WHERE gap + $3 <= next LIMIT 1
        """;

    private const string EvictOldest =
        $"""
        DELETE FROM ipv4_prefix_leases WHERE first = (
            SELECT first FROM ipv4_prefix_leases AS leased WHERE NOT bound AND home_address <> $1 AND {OfPools} ORDER BY freed, first LIMIT 1)
        """;

    private readonly PostgresDatabase _database;
    private readonly Ipv4PrefixPools _pools;
    private readonly long[] _first, _last;
    private readonly Ipv4LeaseReleases _releases;
    private readonly SemaphoreSlim _allocation = new(1);
    private readonly CancellationTokenSource _end = new();
    private long _after;

    public PostgresIpv4PrefixLeaseStore(PostgresDatabase database, Ipv4PrefixPools pools, ILogger<PostgresIpv4PrefixLeaseStore> log)
    {
        (_database, _pools) = (database, pools);
        _first = [.. pools.Pools.Select(pool => (long)Ipv4PrefixSpace.First(pool))];
        _last = [.. pools.Pools.Select(pool => (long)Ipv4PrefixSpace.Last(pool))];
        _releases = new Ipv4LeaseReleases(ReleaseAsync, log);
    }

    public Task<LeasedAddress?> FindAsync(Ipv6Address homeAddress) => OneAsync(Find, homeAddress);

    public Task<LeasedAddress?> RebindAsync(Ipv6Address homeAddress) => OneAsync(Rebind, homeAddress);

    public async Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>> InForceAsync(CancellationToken cancellation)
    {
        var connection = await _database.Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.Command("SELECT home_address, first, length FROM ipv4_prefix_leases WHERE bound");
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        var found = new Dictionary<Ipv6Address, Ipv4Prefix>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var prefix = new Ipv4Prefix(new Ipv4Address((uint)reader.GetInt64(1)), reader.GetInt32(2));
            if (_pools.Contains(prefix)) found[Ipv6Address.Parse(reader.GetString(0))] = prefix;
        }
        return found;
    }

    public async Task<LeasedAddress?> LeaseAsync(Ipv6Address homeAddress, int length = 32)
    {
        if (await RebindAsync(homeAddress).ConfigureAwait(false) is { } own) return own;
        // Who waits for another node's turn has a connection meanwhile; who only looks for its lease needs the others.
        await _allocation.WaitAsync(_end.Token).ConfigureAwait(false);
        try
        {
            return await LeaseInTurnAsync(homeAddress, length).ConfigureAwait(false);
        }
        finally
        {
            _allocation.Release();
        }
    }

    private async Task<LeasedAddress?> LeaseInTurnAsync(Ipv6Address homeAddress, int length)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", AllocationLock).ConfigureAwait(false);
        var lease = await ReadAsync(connection, Rebind, homeAddress).ConfigureAwait(false) ?? await AllocateAsync(connection, homeAddress, length).ConfigureAwait(false);
        // Evictions that led to nothing are undone.
        if (lease is not null) await transaction.CommitAsync().ConfigureAwait(false);
        return lease;
    }

    public void Release(Ipv6Address homeAddress, LeasedAddress lease) => _releases.Add(homeAddress, lease);

    public async Task ReleaseAllExceptAsync(IReadOnlySet<Ipv6Address> users)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            """
            UPDATE ipv4_prefix_leases SET bound = FALSE, freed = nextval('ipv4_lease_numbers')
            WHERE bound AND taken < now() - INTERVAL '10 minutes' AND home_address <> ALL($1)
            """,
            (object)users.Select(user => user.ToString()).ToArray()).ConfigureAwait(false);
    }

    /// <summary>Who waits for its turn has waited in vain; who has it is done as ever.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _releases.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReleaseAsync(Ipv6Address homeAddress, LeasedAddress lease)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await ExecuteAsync(
            connection, "UPDATE ipv4_prefix_leases SET bound = FALSE, freed = nextval('ipv4_lease_numbers') WHERE home_address = $1 AND number = $2 AND bound",
            homeAddress.ToString(), lease.Number).ConfigureAwait(false);
    }

    /// <summary>Nobody else allocates meanwhile.</summary>
    private async Task<LeasedAddress?> AllocateAsync(NpgsqlConnection connection, Ipv6Address home, int asked)
    {
        // A prefix outside of the pools, after they were changed, would keep its owner from having another one.
        await ExecuteAsync(connection, "DELETE FROM ipv4_prefix_leases WHERE home_address = $1", home.ToString()).ConfigureAwait(false);
        while (true)
        {
            foreach (var length in _pools.Lengths(asked))
                if (await FindFreeAsync(connection, length).ConfigureAwait(false) is { } first) return await TakeAsync(connection, home, first, length).ConfigureAwait(false);
            if (await ExecuteAsync(connection, EvictOldest, home.ToString(), _first, _last).ConfigureAwait(false) == 0) return null;
        }
    }

    /// <summary>After the one given out last by this node, going round once.</summary>
    private async Task<long?> FindFreeAsync(NpgsqlConnection connection, int length)
    {
        foreach (var from in (long[])[Volatile.Read(ref _after), 0])
            for (var i = 0; i < _first.Length; i++)
            {
                if (_last[i] < from || _pools.Pools[i].Length > length) continue;
                var command = connection.Command(Gap, Math.Max(from, _first[i]), _last[i], 1L << (32 - length));
                await using var _ = command.ConfigureAwait(false);
                if (await command.ExecuteScalarAsync().ConfigureAwait(false) is long first) return first;
            }
        return null;
    }

    private async Task<LeasedAddress?> TakeAsync(NpgsqlConnection connection, Ipv6Address home, long first, int length)
    {
        var last = first + (1L << (32 - length)) - 1;
        Volatile.Write(ref _after, last);
        return await ReadAsync(
            connection,
            $"""
            INSERT INTO ipv4_prefix_leases (first, last, length, home_address, bound, number, taken)
            VALUES ($2, $3, $4, $1, TRUE, nextval('ipv4_lease_numbers'), now()) {Returned}
            """,
            home, first, last, length).ConfigureAwait(false);
    }

    /// <summary>After the server was away, the first question on a connection that waited in the pool fails: it is asked again on a new one.</summary>
    private async Task<LeasedAddress?> OneAsync(string sql, Ipv6Address home)
    {
        try
        {
            return await AskAsync(sql, home).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            _database.Source.Clear();
            return await AskAsync(sql, home).ConfigureAwait(false);
        }
    }

    private async Task<LeasedAddress?> AskAsync(string sql, Ipv6Address home)
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await ReadAsync(connection, sql, home).ConfigureAwait(false);
    }

    private Task<LeasedAddress?> ReadAsync(NpgsqlConnection connection, string sql, Ipv6Address home) => ReadAsync(connection, sql, home, _first, _last);

    private static async Task<LeasedAddress?> ReadAsync(NpgsqlConnection connection, string sql, Ipv6Address home, params object[] more)
    {
        var command = connection.Command(sql, [home.ToString(), .. more]);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false)
            ? new LeasedAddress(new Ipv4Address((uint)reader.GetInt64(0)), reader.GetInt64(1), reader.GetInt32(2))
            : null;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = connection.Command(sql, parameters);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
