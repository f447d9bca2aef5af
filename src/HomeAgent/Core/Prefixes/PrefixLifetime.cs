namespace DsMip.HomeAgent.Core.Prefixes;

/// <summary>A lifetime of a prefix as a router advertises it (RFC 4861 6.2.1): always the same, or up to a moment, or for ever.</summary>
/// <param name="Fixed">Null: up to <paramref name="Until"/>.</param>
/// <param name="Until">Null, and <paramref name="Fixed"/> too: for ever.</param>
public readonly record struct PrefixLifetime(TimeSpan? Fixed = null, DateTimeOffset? Until = null)
{
    /// <summary>All ones.</summary>
    public const uint Infinite = uint.MaxValue;

    /// <summary>What is left of it; <see cref="TimeSpan.MaxValue"/>: for ever.</summary>
    public TimeSpan Remaining(DateTimeOffset now)
    {
        if (Fixed is { } time) return time;
        if (Until is not { } until) return TimeSpan.MaxValue;
        return until > now ? until - now : TimeSpan.Zero;
    }

    /// <summary>As a Prefix Information option says it, whole seconds rounded down.</summary>
    public static uint Seconds(TimeSpan remaining) =>
        remaining == TimeSpan.MaxValue ? Infinite : (uint)Math.Min(remaining.Ticks / TimeSpan.TicksPerSecond, Infinite - 1);
}
