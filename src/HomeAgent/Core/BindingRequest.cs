using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>One Binding Update with everything its processing looks at.</summary>
/// <param name="Cached">The entry as the caller holds it, expired or not: it stays when the Binding Update changes nothing.</param>
/// <param name="HomeAddress">The home address whose security association protected the Binding Update.</param>
internal sealed record BindingRequest(
    BindingCacheEntry? Cached, BindingUpdate Update, Ingress Ingress, Ipv6Address HomeAddress, HomePolicy Policy, DateTimeOffset Now)
{
    /// <summary>The entry that still counts, deregistered or not; its sequence number binds. An expired entry is as good as none.</summary>
    public BindingCacheEntry? Entry { get; } = Cached is { } cached && cached.Expires > Now ? cached : null;

    /// <summary>The binding in force; a deregistered entry is none.</summary>
    public BindingCacheEntry? Binding => Entry is { Deregistered: false } ? Entry : null;

    public bool Has(BindingUpdateFlags flag) => (Update.Flags & flag) != 0;

    /// <summary>No answer, no change (RFC 6275 9.5.1: "silently discarded").</summary>
    public BindingDecision Discard(DropReason why) => new(Cached, Changed: false, Acknowledgement: null, why);
}
