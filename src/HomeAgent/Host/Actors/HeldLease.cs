using System.Data.Common;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The lease of one mobile node as its entity holds it. What was taken and is not used goes back, also if the store told it too late. Not
/// thread-safe.
/// </summary>
/// <param name="patience">How long the store may take to answer.</param>
internal sealed class HeldLease(IIpv4LeaseStore leases, Ipv6Address home, TimeProvider clock, TimeSpan patience)
{
    private static readonly Task<LeasedAddress?> Nothing = Task.FromResult<LeasedAddress?>(null);
    private Task<LeasedAddress?> _held = Nothing;

    /// <summary>What the binding may go on using.</summary>
    /// <exception cref="TimeoutException">The store does not answer in time.</exception>
    public Task<Ipv4Address?> FindAsync() => HoldAsync(leases.FindAsync(home));

    /// <param name="any">Also an address that it did not have before.</param>
    /// <exception cref="TimeoutException">The store does not answer in time.</exception>
    public Task<Ipv4Address?> TakeAsync(bool any) => HoldAsync(any ? leases.LeaseAsync(home) : leases.RebindAsync(home));

    /// <summary>Gives back what is held, or comes to be held by a question that is still open.</summary>
    public void Release()
    {
        if (_held == Nothing) return;
        _ = ReleaseAsync(_held);
        _held = Nothing;
    }

    private async Task<Ipv4Address?> HoldAsync(Task<LeasedAddress?> answer)
    {
        _held = answer;
        return (await answer.WaitAsync(patience, clock).ConfigureAwait(false))?.Address;
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
