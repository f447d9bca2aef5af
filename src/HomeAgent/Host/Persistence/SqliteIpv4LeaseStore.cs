using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Leases in a SQLite file of their own. Changes of the same moment are committed together.</summary>
public sealed class SqliteIpv4LeaseStore : IIpv4LeaseStore, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Ipv4LeaseTable _table;
    private readonly Ipv4LeaseWriter _writer;

    /// <param name="reserved">Addresses that belong to somebody by configuration.</param>
    public SqliteIpv4LeaseStore(SqliteDatabase database, Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved, ILogger<SqliteIpv4LeaseStore> log)
    {
        var file = new SqliteIpv4LeaseFile(database);
        _table = new Ipv4LeaseTable(pool, reserved);
        var lost = file.Load().Where(lease => !_table.TryRestore(lease)).ToList();
        file.Write([.. lost.Select(lease => new LeaseChange(lease.HomeAddress, null, null))]);
        _writer = new Ipv4LeaseWriter(file.Write, log);
    }

    public Ipv4Address? Find(Ipv6Address homeAddress)
    {
        lock (_gate) return _table.Find(homeAddress) is { Bound: true } lease ? lease.Address : null;
    }

    public Task<Ipv4Address?> LeaseAsync(Ipv6Address homeAddress) => TakeAsync(() =>
    {
        var lease = _table.Lease(homeAddress, out var evicted);
        if (evicted is not null) _writer.Add(new LeaseChange(evicted.HomeAddress, null, null));
        return lease;
    });

    public Task<Ipv4Address?> RebindAsync(Ipv6Address homeAddress) => TakeAsync(() => _table.Rebind(homeAddress));

    public void Release(Ipv6Address homeAddress)
    {
        lock (_gate)
            if (_table.Release(homeAddress) is { } lease) _writer.Add(new LeaseChange(homeAddress, lease, null));
    }

    public void ReleaseAllExcept(IReadOnlySet<Ipv6Address> users)
    {
        List<Ipv6Address> idle;
        lock (_gate) idle = [.. _table.Leases.Where(lease => lease.Bound && !users.Contains(lease.HomeAddress)).Select(lease => lease.HomeAddress)];
        idle.ForEach(Release);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<Ipv4Address?> TakeAsync(Func<Ipv4Lease?> take)
    {
        Ipv4Lease? lease;
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Within the lock, so that the file sees changes in the order of the table.
        lock (_gate)
        {
            lease = take();
            if (lease is null) return null;
            _writer.Add(new LeaseChange(lease.HomeAddress, lease, durable));
        }
        await durable.Task.ConfigureAwait(false);
        return lease.Address;
    }
}
