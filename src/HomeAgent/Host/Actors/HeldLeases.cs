using System.Data.Common;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>The leases of one mobile node, of an address and of a prefix, as its entity holds them. Not thread-safe.</summary>
internal sealed class HeldLeases(HomeAgentNode node, Ipv6Address home, TimeSpan patience)
{
    private readonly HeldLease? _address = node.Leases is { } leases ? new HeldLease(leases, home, node.Clock, patience) : null;
    private readonly HeldLease? _prefix = node.PrefixLeases is { } leases ? new HeldLease(leases, home, node.Clock, patience) : null;

    /// <summary>Whether the binding may go on using what it uses has to be asked.</summary>
    public bool AreUsedBy(BindingCacheEntry? entry) =>
        (_address is not null && BindingRevision.UsesLease(entry)) || (_prefix is not null && BindingRevision.UsesPrefixLease(entry));

    /// <summary>What the binding may go on using.</summary>
    /// <exception cref="TimeoutException">A store does not answer in time.</exception>
    /// <exception cref="DbException">A store refuses.</exception>
    public async Task<LeaseAnswer> FindAsync(BindingCacheEntry entry)
    {
        var address = _address is not null && BindingRevision.UsesLease(entry) ? _address.FindAsync() : HeldLease.Nothing;
        var prefix = _prefix is not null && BindingRevision.UsesPrefixLease(entry) ? _prefix.FindAsync() : HeldLease.Nothing;
        return new LeaseAnswer(new LeasedHome((await address.ConfigureAwait(false))?.Address, (await prefix.ConfigureAwait(false))?.Prefix));
    }

    /// <param name="inUse">What the binding in force has; nothing else is taken instead.</param>
    /// <returns>Null: there is nothing to be asked for.</returns>
    public Task<LeaseAnswer>? Take(BindingUpdate update, MobileNodeOptions mobileNode, LeasedHome inUse)
    {
        var wantsAddress = inUse.Address is null && Policies.WantsLease(update, mobileNode);
        var wantsPrefix = inUse.Prefix is null && Policies.WantsPrefixLease(update, mobileNode);
        return wantsAddress || wantsPrefix ? TakeAsync(update, inUse, wantsAddress, wantsPrefix) : null;
    }

    /// <summary>What the binding does not use goes back, also what was taken for a Binding Update that was refused then.</summary>
    public void ReleaseUnused(BindingCacheEntry? entry)
    {
        if (!BindingRevision.UsesLease(entry)) _address?.Release();
        if (!BindingRevision.UsesPrefixLease(entry)) _prefix?.Release();
    }

    private async Task<LeaseAnswer> TakeAsync(BindingUpdate update, LeasedHome inUse, bool wantsAddress, bool wantsPrefix)
    {
        // Who names what he had gets nothing else: a new lease would be good for nothing.
        var asked = Policies.NewPrefixLength(update);
        var address = wantsAddress ? OutcomeAsync(_address, Policies.AcceptsAnyLease(update) ? 32 : null, Ipv4AddressStatus.DynamicAssignmentUnavailable) : null;
        var prefix = wantsPrefix ? OutcomeAsync(_prefix, asked, Ipv4AddressStatus.PrefixAssignmentUnauthorized) : null;
        var (address1, prefix1) = (await Of(address).ConfigureAwait(false), await Of(prefix).ConfigureAwait(false));
        return new LeaseAnswer(new LeasedHome(inUse.Address ?? address1.Lease?.Address, inUse.Prefix ?? prefix1.Lease?.Prefix), address1.Status, prefix1.Status);
    }

    private static async Task<(LeasedAddress? Lease, Ipv4AddressStatus? Status)> Of(Task<(LeasedAddress?, Ipv4AddressStatus)>? outcome) =>
        outcome is null ? default : await outcome.ConfigureAwait(false);

    /// <param name="length">Of something new; null: what it had.</param>
    /// <param name="withoutStore">There is nothing to be leased here.</param>
    private static async Task<(LeasedAddress? Lease, Ipv4AddressStatus Status)> OutcomeAsync(HeldLease? held, int? length, Ipv4AddressStatus withoutStore)
    {
        if (held is null) return (null, withoutStore);
        try
        {
            var lease = await held.TakeAsync(length).ConfigureAwait(false);
            return (lease, lease is null ? Ipv4AddressStatus.DynamicAssignmentUnavailable : Ipv4AddressStatus.Success);
        }
        catch (Exception)
        {
            return (null, Ipv4AddressStatus.FailureReasonUnspecified);
        }
    }
}
