using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>When an acknowledged binding is updated without movement (RFC 6275 11.7.3, RFC 5555 4.3).</summary>
public static class BindingRefresh
{
    /// <summary>Five retransmissions (1 + 2 + 4 + 8 + 16 s) fit in here before the binding ends.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>The earliest of: well before the end of the lifetime, the Binding Refresh Advice, the NAT keepalive. All count from the time of sending.</summary>
    public static DateTimeOffset Due(BindingUpdateListEntry entry, BindingAcknowledgement acknowledgement)
    {
        var lifetime = entry.Lifetime.ToTimeSpan();
        var after = Max(lifetime / 2, lifetime - Margin);
        if (acknowledgement.Options.Find<BindingRefreshAdviceOption>() is { Interval.IsZero: false } advice) after = Min(after, advice.Interval.ToTimeSpan());
        if (entry.NatDetected && NatKeepalive.Interval(acknowledgement.Options.Find<NatDetectionOption>()) is { } keepalive) after = Min(after, keepalive);
        return entry.Sent + after;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
