using System.Data.Common;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// One lease of a mobile node as its entity holds it. What was taken and is not used goes back, also if the store told it too late. Not
/// thread-safe.
/// </summary>
/// <param name="patience">How long the store may take to answer.</param>
internal sealed class HeldLease(IIpv4LeaseStore leases, Ipv6Address home, TimeProvider clock, TimeSpan patience)
{
    public static readonly Task<LeasedAddress?> Nothing = Task.FromResult<LeasedAddress?>(null);
    private Task<LeasedAddress?> _held = Nothing;

    /// <summary>What the binding may go on using.</summary>
    /// <exception cref="TimeoutException">The store does not answer in time.</exception>
    public Task<LeasedAddress?> FindAsync() => HoldAsync(leases.FindAsync(home));

    /// <param name="length">Of a prefix that it did not have before, 32 for an address; null: only what it had.</param>
    /// <exception cref="TimeoutException">The store does not answer in time.</exception>
    public Task<LeasedAddress?> TakeAsync(int? length) => HoldAsync(length is { } any ? leases.LeaseAsync(home, any) : leases.RebindAsync(home));

    /// <summary>Gives back what is held, or comes to be held by a question that is still open.</summary>
    public void Release()
    {
        if (_held == Nothing) return;
        _ = ReleaseAsync(_held);
        _held = Nothing;
    }

    private async Task<LeasedAddress?> HoldAsync(Task<LeasedAddress?> answer)
    {
        _held = answer;
        return await answer.WaitAsync(patience, clock).ConfigureAwait(false);
    }

    private async Task ReleaseAsync(Task<LeasedAddress?> held)
    {
        try
        {
            if (await held.ConfigureAwait(false) is { } lease) leases.Release(home, lease);
        }
        catch (Exception e) when (e is DbException or ObjectDisposedException or InvalidOperationException)
        {
            // Nothing was taken.
        }
    }
}
