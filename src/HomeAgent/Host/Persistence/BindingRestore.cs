using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// At start, before any packet: every binding in force goes from the store to the datapath and the lifetime wheel. Payload then flows without a
/// new Binding Update, and without one entity being recovered for it.
/// </summary>
public sealed partial class BindingRestore(
    IBindingStore store, HomeAgentOptions options, IMobileNodeDirectory directory, LifetimeWheel lifetimes, IDatapath datapath, TimeProvider clock,
    HomeAgentMetrics metrics, ILogger<BindingRestore> log, IIpv4LeaseStore? leases = null)
    : IHostedService
{
    private const int Page = 5000;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var leaseUsers = new HashSet<Ipv6Address>();
        foreach (var (version, entry) in Standing())
        {
            lifetimes.Set(entry.HomeAddress, entry.Expires, inForce: !entry.Deregistered);
            if (entry.Tunnel is not { } tunnel) continue;
            datapath.Put(entry.HomeAddresses, tunnel, version, entry.Expires);
            if (BindingRevision.UsesLease(entry)) leaseUsers.Add(entry.HomeAddress);
            count++;
        }
        leases?.ReleaseAllExcept(leaseUsers);
        if (count > 0) Restored(log, count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<(long Version, BindingCacheEntry Entry)> Standing()
    {
        var after = "";
        while (store.Newest(after, Page) is { Count: > 0 } page)
        {
            foreach (var row in page)
                if (Revised(row) is { } entry) yield return (row.Version, entry);
            after = page[^1].PersistenceId;
        }
    }

    private BindingCacheEntry? Revised(StoredBinding row)
    {
        if (row.State is { } state)
            return state.Entry is { } entry && entry.Expires > clock.GetUtcNow() ? BindingRevision.Revise(entry, options, directory, leases) : null;
        metrics.Unreadable();
        Unreadable(log, row.PersistenceId, row.Version);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "restored {Count} bindings")]
    private static partial void Restored(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "the stored binding {PersistenceId} cannot be read and is left out (sequence number {Version})")]
    private static partial void Unreadable(ILogger log, string persistenceId, long version);
}
