using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Leases, of addresses or of prefixes, in a SQLite file of their own. Changes of the same moment are committed together.</summary>
public sealed class SqliteIpv4LeaseStore : IIpv4LeaseStore, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Ipv4LeaseTable _table;
    private readonly Ipv4LeaseWriter _writer;

    internal SqliteIpv4LeaseStore(SqliteIpv4LeaseFile file, IIpv4LeaseSpace space, ILogger<SqliteIpv4LeaseStore> log)
    {
        _table = new Ipv4LeaseTable(space);
        var lost = file.Load().Where(lease => !_table.TryRestore(lease)).ToList();
        file.Write([.. lost.Select(lease => new LeaseChange(lease.HomeAddress, null, null))]);
        _writer = new Ipv4LeaseWriter(file.Write, log);
    }

    public Task<LeasedAddress?> FindAsync(Ipv6Address homeAddress)
    {
        lock (_gate) return Task.FromResult(_table.Find(homeAddress) is { Bound: true } lease ? Leased(lease) : null);
    }

    public Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>> InForceAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>>(
                _table.Leases.Where(lease => lease.Bound).ToDictionary(lease => lease.HomeAddress, lease => lease.Prefix));
    }

    public Task<LeasedAddress?> LeaseAsync(Ipv6Address homeAddress, int length = 32) => TakeAsync(() =>
    {
        var lease = _table.Lease(homeAddress, length, out var evicted);
        foreach (var lost in evicted) _writer.Add(new LeaseChange(lost.HomeAddress, null, null));
        return lease;
    });

    public Task<LeasedAddress?> RebindAsync(Ipv6Address homeAddress) => TakeAsync(() => _table.Rebind(homeAddress));

    public void Release(Ipv6Address homeAddress, LeasedAddress lease) => Release(homeAddress, lease.Number);

    public Task ReleaseAllExceptAsync(IReadOnlySet<Ipv6Address> users)
    {
        List<Ipv4Lease> idle;
        lock (_gate) idle = [.. _table.Leases.Where(lease => lease.Bound && lease.Number == 0 && !users.Contains(lease.HomeAddress))];
        idle.ForEach(lease => Release(lease.HomeAddress, lease.Number));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<LeasedAddress?> TakeAsync(Func<Ipv4Lease?> take)
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
        return Leased(lease);
    }

    private void Release(Ipv6Address homeAddress, long number)
    {
        lock (_gate)
            if (_table.Release(homeAddress, number) is { } lease) _writer.Add(new LeaseChange(homeAddress, lease, null));
    }

    private static LeasedAddress? Leased(Ipv4Lease lease) => new LeasedAddress(lease.Prefix.Address, lease.Number, lease.Prefix.Length);
}
