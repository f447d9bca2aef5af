using DsMip.Wire;

namespace DsMip.Load;

/// <summary>So long a mobile node has had an IPv4 home address, a /32, or a prefix for certain.</summary>
/// <param name="From">Of the first acknowledgement that named it.</param>
/// <param name="Confirmed">Of the last one.</param>
/// <param name="Until">End of the lifetime then; the last confirmation, if the mobile node may have given it back since.</param>
public sealed record LeaseSpan(Ipv4Prefix Leased, DateTimeOffset From, DateTimeOffset Confirmed, DateTimeOffset Until)
{
    /// <param name="record">The next one of this mobile node.</param>
    internal static void Continue(List<LeaseSpan> spans, in AcknowledgementRecord record)
    {
        var last = spans.Count > 0 ? spans[^1] : null;
        // An end that was sent may have been taken, whether or not it was acknowledged.
        if (record.LifetimeSeconds == 0 || (record.Acknowledged && record.Ipv4 != last?.Leased))
        {
            if (last is not null) spans[^1] = last with { Until = Earlier(last.Until, last.Confirmed) };
            last = null;
        }
        if (!record.Acknowledged || record.LifetimeSeconds == 0 || record.Ipv4 is not { } leased) return;
        if (last is not null && record.Time <= last.Until) spans[^1] = last with { Confirmed = record.Time, Until = record.Expires };
        else spans.Add(new LeaseSpan(leased, record.Time, record.Time, record.Expires));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
