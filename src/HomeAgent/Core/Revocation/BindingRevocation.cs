using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Revocation;

/// <summary>What a revocation does to a binding (RFC 5846 6.2.2, 6.3, 7). Pure.</summary>
public static class BindingRevocation
{
    /// <summary>There is something to be revoked.</summary>
    /// <param name="ipv4Only">The binding of the IPv4 home address, not the one of the IPv6 home address (flag V, RFC 5846 5.1).</param>
    public static bool IsPossible(BindingCacheEntry? entry, bool ipv4Only, DateTimeOffset now) =>
        entry is { Deregistered: false } && entry.Expires > now && (!ipv4Only || entry.Ipv4Home is not null);

    /// <summary>The revocation that is in progress; null: none is.</summary>
    public static RevocationState? InProgress(BindingCacheEntry? entry) => entry is { Deregistered: false } ? entry.Revocation : null;

    /// <summary>
    /// What is in progress after a request: what is already, if it does what is asked for; otherwise another one, whose number is different.
    /// </summary>
    /// <param name="random">For the sequence number of the first one.</param>
    public static RevocationState Requested(RevocationState? inProgress, RevocationTrigger trigger, bool ipv4Only, ushort random)
    {
        if (inProgress is null) return new RevocationState(trigger, random, ipv4Only);
        var covers = !inProgress.Ipv4Only || ipv4Only;
        if (covers && (inProgress.Trigger == trigger || inProgress.IsFinal)) return inProgress;
        return new RevocationState(inProgress.IsFinal ? inProgress.Trigger : trigger, (ushort)(inProgress.Sequence + 1), inProgress.Ipv4Only && ipv4Only);
    }

    /// <summary>
    /// The mobile node has answered, or will not. As after a deregistration (RFC 6275 10.3.2) the sequence number is remembered, so that a Binding Update
    /// sent earlier does not undo it. Of a binding whose IPv4 home address is revoked all else stays.
    /// </summary>
    /// <param name="entry">A revocation of it is in progress.</param>
    public static BindingCacheEntry Complete(BindingCacheEntry entry, DateTimeOffset now) => entry.Revocation is { Ipv4Only: true }
        ? entry with { Ipv4Home = null, Revocation = null }
        : Deregistration.Remembered(entry, entry.Sequence, now);

    /// <summary>What a Binding Update that crossed the revocation made of it.</summary>
    /// <param name="before">What was in progress.</param>
    /// <param name="after">The entry that the Binding Update has left.</param>
    public static Crossing Cross(RevocationState before, BindingCacheEntry? after)
    {
        if (after is null or { Deregistered: true } || (before.Ipv4Only && after.Ipv4Home is null)) return Crossing.Done;
        return after.Revocation is null ? Crossing.Superseded : Crossing.StillInProgress;
    }

    /// <summary>
    /// How the indication leaves, as if it answered a Binding Update: to the care-of address with a type 2 routing header (RFC 5846 7), or in UDP between the
    /// addresses and ports of the last Binding Update (4).
    /// </summary>
    public static Ingress Way(BindingCacheEntry entry) => entry.Ingress with
    {
        HomeAddressOption = true,
        // Which may not be the source of the Binding Update (RFC 6275 9.5.1).
        Remote = entry.Ingress.Encapsulation == Encapsulation.Native ? entry.CareOfAddress : entry.Ingress.Remote,
    };

    /// <summary>RFC 5846 7: to a binding's IPv6 home address, or with V to its IPv4 home address, which the message names.</summary>
    public static BindingRevocationIndication Indication(BindingCacheEntry entry, RevocationState revocation) => new(
        revocation.Trigger, revocation.Sequence,
        revocation.Ipv4Only ? BindingRevocationFlags.Ipv4HomeAddressBindingOnly : BindingRevocationFlags.None,
        revocation.Ipv4Only && entry.Ipv4Home is { } ipv4
            ? MobilityOptions.Of(new Ipv4HomeAddressOption(ipv4.PrefixLength, PrefixRequested: false, ipv4.Address))
            : MobilityOptions.None);
}

/// <summary>See <see cref="BindingRevocation.Cross"/>.</summary>
public enum Crossing
{
    StillInProgress,

    /// <summary>The mobile node gave up itself what was to be revoked.</summary>
    Done,

    /// <summary>It was accepted, and binds again what was to be revoked.</summary>
    Superseded,
}
