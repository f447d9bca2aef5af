namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>What a Home Test or a Care-of Test has brought (RFC 6275 5.2.5).</summary>
/// <param name="Value">The keygen token.</param>
/// <param name="Asked">When its question was sent: it is no older than that.</param>
internal readonly record struct KeygenToken(ulong Value, ushort NonceIndex, DateTimeOffset Asked)
{
    /// <summary>MAX_TOKEN_LIFETIME: so long a token may be used (RFC 6275 5.2.7, 12).</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromSeconds(210);

    public bool IsFresh(DateTimeOffset now) => now - Asked < MaximumLifetime;
}
