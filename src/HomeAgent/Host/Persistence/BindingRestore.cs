using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// At the start of a home agent that is one node: it watches the lifetime of every binding in force, without one entity being recovered for it, and
/// releases leases of those that ended meanwhile. With several nodes each watches those that it has decided or recovered.
/// </summary>
public sealed partial class BindingRestore(
    IBindingStore store, HomeAgentOptions options, IMobileNodeDirectory directory, LifetimeWheel lifetimes, TimeProvider clock, HomeAgentMetrics metrics,
    ILogger<BindingRestore> log, IIpv4LeaseStore? leases = null)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var leaseUsers = new HashSet<Ipv6Address>();
        var inForce = leases is null ? null : await leases.InForceAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var row in store.NewestAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Standing(row) is not { } stored || await RevisedAsync(stored, inForce).ConfigureAwait(false) is not { } entry) continue;
            lifetimes.Set(entry.HomeAddress, entry.Expires, inForce: !entry.Deregistered);
            if (entry.Deregistered) continue;
            if (BindingRevision.UsesLease(entry)) leaseUsers.Add(entry.HomeAddress);
            count++;
        }
        if (leases is not null) await leases.ReleaseAllExceptAsync(leaseUsers).ConfigureAwait(false);
        if (count > 0) Restored(log, count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private BindingCacheEntry? Standing(StoredBinding row)
    {
        if (row.State is { } state) return state.Entry is { } entry && entry.Expires > clock.GetUtcNow() ? entry : null;
        // An edge counts them itself.
        if (options.Roles.HasFlag(NodeRoles.Edge)) return null;
        metrics.Unreadable();
        Unreadable(log, row.PersistenceId, row.Version);
        return null;
    }

    /// <summary>A lease is older than the binding that uses it, but may be younger than <paramref name="inForce"/>.</summary>
    private async ValueTask<BindingCacheEntry?> RevisedAsync(BindingCacheEntry entry, IReadOnlyDictionary<Ipv6Address, Ipv4Address>? inForce)
    {
        Ipv4Address? leased = null;
        if (inForce is not null && BindingRevision.UsesLease(entry))
            leased = inForce.TryGetValue(entry.HomeAddress, out var known) ? known : (await leases!.FindAsync(entry.HomeAddress).ConfigureAwait(false))?.Address;
        return BindingRevision.Revise(entry, options, directory, leased);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "watches the lifetime of {Count} bindings")]
    private static partial void Restored(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "the stored binding {PersistenceId} cannot be read and is left out (sequence number {Version})")]
    private static partial void Unreadable(ILogger log, string persistenceId, long version);
}
