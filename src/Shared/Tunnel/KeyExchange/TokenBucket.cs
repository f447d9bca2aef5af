namespace DsMip.Tunnel;

/// <summary>Limits a rate with bursts. A value: whoever holds it stores what <see cref="TryTake"/> leaves.</summary>
/// <param name="Tokens">As of <paramref name="Since"/>.</param>
internal readonly record struct TokenBucket(double Tokens, DateTimeOffset Since)
{
    public static TokenBucket Full(RateLimit limit, DateTimeOffset now) => new(limit.Burst, now);

    public bool TryTake(RateLimit limit, DateTimeOffset now, out TokenBucket rest)
    {
        // After the clock was set back nobody waits for it to come round again.
        var tokens = now < Since ? limit.Burst : Math.Min(limit.Burst, Tokens + (now - Since).TotalSeconds * limit.PerSecond);
        var taken = tokens >= 1;
        rest = new TokenBucket(taken ? tokens - 1 : tokens, now);
        return taken;
    }
}
