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
    ILogger<BindingRestore> log, IIpv4LeaseStore? leases = null, [FromKeyedServices(Stores.PrefixLeases)] IIpv4LeaseStore? prefixLeases = null)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var (leaseUsers, prefixUsers) = (new HashSet<Ipv6Address>(), new HashSet<Ipv6Address>());
        var inForce = await InForceAsync(leases, cancellationToken).ConfigureAwait(false);
        var prefixes = await InForceAsync(prefixLeases, cancellationToken).ConfigureAwait(false);
        await foreach (var row in store.NewestAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Standing(row) is not { } stored || await RevisedAsync(stored, inForce, prefixes).ConfigureAwait(false) is not { } entry) continue;
            lifetimes.Set(entry.HomeAddress, entry.Expires, inForce: !entry.Deregistered);
            if (entry.Deregistered) continue;
            if (BindingRevision.UsesLease(entry)) leaseUsers.Add(entry.HomeAddress);
            if (BindingRevision.UsesPrefixLease(entry)) prefixUsers.Add(entry.HomeAddress);
            count++;
        }
        if (leases is not null) await leases.ReleaseAllExceptAsync(leaseUsers).ConfigureAwait(false);
        if (prefixLeases is not null) await prefixLeases.ReleaseAllExceptAsync(prefixUsers).ConfigureAwait(false);
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

    private static async Task<IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>?> InForceAsync(IIpv4LeaseStore? store, CancellationToken cancellation) =>
        store is null ? null : await store.InForceAsync(cancellation).ConfigureAwait(false);

    private async ValueTask<BindingCacheEntry?> RevisedAsync(
        BindingCacheEntry entry, IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>? inForce, IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>? prefixes)
    {
        var address = BindingRevision.UsesLease(entry) ? await LeasedAsync(leases, inForce, entry.HomeAddress).ConfigureAwait(false) : null;
        var prefix = BindingRevision.UsesPrefixLease(entry) ? await LeasedAsync(prefixLeases, prefixes, entry.HomeAddress).ConfigureAwait(false) : null;
        return BindingRevision.Revise(entry, options, directory, new LeasedHome(address?.Address, prefix));
    }

    /// <summary>A lease is older than the binding that uses it, but may be younger than <paramref name="inForce"/>.</summary>
    private static async ValueTask<Ipv4Prefix?> LeasedAsync(
        IIpv4LeaseStore? store, IReadOnlyDictionary<Ipv6Address, Ipv4Prefix>? inForce, Ipv6Address home)
    {
        if (store is null || inForce is null) return null;
        return inForce.TryGetValue(home, out var known) ? known : (await store.FindAsync(home).ConfigureAwait(false))?.Prefix;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "watches the lifetime of {Count} bindings")]
    private static partial void Restored(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "the stored binding {PersistenceId} cannot be read and is left out (sequence number {Version})")]
    private static partial void Unreadable(ILogger log, string persistenceId, long version);
}
