using System.Data.Common;
using System.Threading.Channels;
using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Leases in a SQLite file of their own. Changes of the same moment are committed together.</summary>
public sealed partial class SqliteIpv4LeaseStore : IIpv4LeaseStore, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Ipv4LeaseTable _table;
    private readonly SqliteIpv4LeaseFile _file;
    private readonly ILogger _log;
    private readonly Channel<LeaseChange> _changes = Channel.CreateUnbounded<LeaseChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;

    /// <param name="provisioned">Addresses that belong to somebody by configuration.</param>
    public SqliteIpv4LeaseStore(SqliteDatabase database, Ipv4AddressPool pool, IEnumerable<Ipv4Address> provisioned, ILogger<SqliteIpv4LeaseStore> log)
    {
        _file = new SqliteIpv4LeaseFile(database);
        _table = new Ipv4LeaseTable(pool, provisioned);
        _log = log;
        var lost = _file.Load().Where(lease => !_table.TryRestore(lease)).ToList();
        _file.Write([.. lost.Select(lease => new LeaseChange(lease.HomeAddress, null, null))]);
        _writer = Task.Run(WriteAsync);
    }

    public Ipv4Address? Find(Ipv6Address homeAddress)
    {
        lock (_gate) return _table.Find(homeAddress)?.Address;
    }

    public async Task<Ipv4Address?> LeaseAsync(Ipv6Address homeAddress)
    {
        Ipv4Lease? lease;
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            lease = _table.Lease(homeAddress, out var evicted);
            if (lease is null) return null;
            if (evicted is not null) _changes.Writer.TryWrite(new LeaseChange(evicted.HomeAddress, null, null));
            _changes.Writer.TryWrite(new LeaseChange(homeAddress, lease, durable));
        }
        await durable.Task.ConfigureAwait(false);
        return lease.Address;
    }

    public void Release(Ipv6Address homeAddress)
    {
        lock (_gate)
            if (_table.Release(homeAddress) is { } lease) _changes.Writer.TryWrite(new LeaseChange(homeAddress, lease, null));
    }

    public void ReleaseAllExcept(IReadOnlySet<Ipv6Address> bound)
    {
        List<Ipv6Address> idle;
        lock (_gate) idle = [.. _table.Leases.Where(lease => lease.Bound && !bound.Contains(lease.HomeAddress)).Select(lease => lease.HomeAddress)];
        idle.ForEach(Release);
    }

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var batch = new List<LeaseChange>();
        while (await _changes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (_changes.Reader.TryRead(out var change)) batch.Add(change);
            WriteBatch(batch);
        }
    }

    private void WriteBatch(List<LeaseChange> batch)
    {
        try
        {
            _file.Write(batch);
            batch.ForEach(change => change.Durable?.SetResult());
        }
        catch (DbException e)
        {
            // The table keeps the lease: the owner asks again and it is written then. Nobody else gets the address meanwhile.
            WriteFailed(_log, batch.Count, e.Message);
            batch.ForEach(change => change.Durable?.SetException(e));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} changes of IPv4 leases were not written: {Reason}")]
    private static partial void WriteFailed(ILogger log, int count, string reason);
}
