using System.Data.Common;
using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>
/// With several nodes nobody watches the lifetime of a binding whose node has died. Edges need nobody for it, but the address that was leased
/// or the prefix that was leased to it has to go back: now and then each control node looks through all bindings for those that use their lease.
/// </summary>
/// <param name="uses">Whether a binding uses its lease in <paramref name="leases"/>.</param>
public sealed partial class LeaseSweep(
    IBindingStore store, IIpv4LeaseStore leases, Func<BindingCacheEntry, bool> uses, TimeProvider clock, ILogger<LeaseSweep> log) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    /// <summary>So long after its end a binding still keeps its lease here: clocks differ, and its entity may be about to release it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public async Task SweepAsync(CancellationToken cancellation)
    {
        if ((await leases.InForceAsync(cancellation).ConfigureAwait(false)).Count == 0) return;
        var users = new HashSet<Ipv6Address>();
        await foreach (var row in store.NewestAsync(cancellation).ConfigureAwait(false))
        {
            // What cannot be read may have been written by a newer version, and be a user as well.
            if (row.State is null && PersistenceId.TryParse(row.PersistenceId, out var home)) users.Add(home);
            if (row.State is { Entry: { } entry } && uses(entry) && entry.Expires + Grace > clock.GetUtcNow()) users.Add(entry.HomeAddress);
        }
        await leases.ReleaseAllExceptAsync(users).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // Not all nodes at the same time.
                await Task.Delay(Shortest + (Random.Shared.NextDouble() * (Longest - Shortest)), stoppingToken).ConfigureAwait(false);
                await TrySweepAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException)
        {
            Failed(log, e.Message.ReplaceLineEndings(" "));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "leases of bindings that ended are looked for later: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
