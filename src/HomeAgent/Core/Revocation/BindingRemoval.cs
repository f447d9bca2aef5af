namespace DsMip.HomeAgent.Core.Revocation;

/// <summary>What a revocation leaves of a binding (RFC 5846 6.2.2, 6.3).</summary>
public static class BindingRemoval
{
    /// <summary>There is something to be revoked.</summary>
    /// <param name="ipv4Only">The binding of the IPv4 home address, not the one of the IPv6 home address (flag V, RFC 5846 5.1).</param>
    public static bool IsPossible(BindingCacheEntry? entry, bool ipv4Only, DateTimeOffset now) =>
        entry is { Deregistered: false } && entry.Expires > now && (!ipv4Only || entry.Ipv4Home is not null);

    /// <summary>
    /// As after a deregistration (RFC 6275 10.3.2): the sequence number is remembered, so that a Binding Update sent earlier does not undo it. Of a binding
    /// whose IPv4 home address is revoked all else stays.
    /// </summary>
    /// <inheritdoc cref="IsPossible"/>
    public static BindingCacheEntry From(BindingCacheEntry entry, bool ipv4Only, DateTimeOffset now) =>
        ipv4Only ? entry with { Ipv4Home = null } : Deregistration.Remembered(entry, entry.Sequence, now);
}
