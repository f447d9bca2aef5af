using DsMip.HomeAgent.Core;

namespace DsMip.HomeAgent.Events;

/// <summary>What a decision of an entity looks like from outside.</summary>
internal static class BindingEvents
{
    /// <param name="before">Null: there was none.</param>
    /// <returns>Null: nothing that anybody looks for; a binding was prolonged.</returns>
    public static LiveEvent? Of(BindingCacheEntry? before, BindingCacheEntry after, DateTimeOffset now)
    {
        var (from, to) = (WhereIs(before, now), WhereIs(after, now));
        var type = (from, to) switch
        {
            (null, null) => null,
            (null, _) => LiveEventTypes.Registration,
            (_, null) => LiveEventTypes.Deregistration,
            _ => from == to ? null : LiveEventTypes.Handover,
        };
        return type is null ? null : new LiveEvent(now, type, after.HomeAddress.ToString(), from, to);
    }

    public static LiveEvent Expired(BindingCacheEntry ended, DateTimeOffset now) => new(now, LiveEventTypes.Expiry, ended.HomeAddress.ToString(), WhereItWas(ended));

    private static string? WhereIs(BindingCacheEntry? entry, DateTimeOffset now) => entry is { Deregistered: false } && entry.Expires > now ? WhereItWas(entry) : null;

    /// <summary>The care-of address, and the NAT's behind one.</summary>
    private static string WhereItWas(BindingCacheEntry entry) =>
        entry.Tunnel is { } tunnel && tunnel.Remote != entry.CareOfAddress ? $"{entry.CareOfAddress} {tunnel.Remote}" : entry.CareOfAddress.ToString();
}
