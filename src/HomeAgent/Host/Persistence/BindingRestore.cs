using DsMip.HomeAgent.Actors;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// At start, before any packet: every binding in force goes from the store to the datapath and the lifetime wheel. Payload then flows without a
/// new Binding Update, and without one entity being recovered for it.
/// </summary>
public sealed partial class BindingRestore(
    IBindingStore store, LifetimeWheel lifetimes, IDatapath datapath, TimeProvider clock, ILogger<BindingRestore> log, IIpv4LeaseStore? leases = null)
    : IHostedService
{
    private const int Page = 5000;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var bound = Restore();
        leases?.ReleaseAllExcept(bound);
        if (bound.Count > 0) Restored(log, bound.Count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private HashSet<Ipv6Address> Restore()
    {
        var bound = new HashSet<Ipv6Address>();
        var after = "";
        while (store.Newest(after, Page) is { Count: > 0 } page)
        {
            foreach (var row in page)
                if (TryRestore(row)) bound.Add(row.State.HomeAddress);
            after = page[^1].PersistenceId;
        }
        return bound;
    }

    private bool TryRestore(StoredBinding row)
    {
        if (row.State.Entry is not { } entry || entry.Expires <= clock.GetUtcNow()) return false;
        lifetimes.Set(entry.HomeAddress, entry.Expires, inForce: !entry.Deregistered);
        if (entry.Tunnel is not { } tunnel) return false;
        datapath.Put(entry.HomeAddresses, tunnel, row.Version, entry.Expires);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "restored {Count} bindings")]
    private static partial void Restored(ILogger log, int count);
}
