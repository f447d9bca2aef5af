namespace DsMip.HomeAgent.Core.Prefixes;

/// <summary>
/// When one mobile node is sent prefix information that it has not asked for (RFC 6275 10.6.2). The caller asks at <see cref="Due"/> and sends if
/// it may.
/// </summary>
/// <param name="minimum">MinMobPfxAdvInterval.</param>
/// <param name="maximum">MaxMobPfxAdvInterval.</param>
public sealed class PrefixDelivery(TimeSpan minimum, TimeSpan maximum)
{
    /// <summary>PREFIX_ADV_TIMEOUT.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>PREFIX_ADV_RETRIES.</summary>
    public const int Retries = 3;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _sent;
    private int _transmissions;
    private bool _isUnacknowledged;

    /// <summary>When the next one is to be sent; null: none is scheduled.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>Prefixes have changed. What is scheduled already will say so; what was sent and not acknowledged is replaced.</summary>
    /// <param name="preferred">Of the prefix of the home address.</param>
    /// <param name="random">From 0 up to but without 1.</param>
    public void Changed(TimeSpan preferred, double random, DateTimeOffset now)
    {
        if (Due is not null && _transmissions == 0) return;
        Schedule(preferred, random, now);
    }

    /// <summary>
    /// The mobile node has registered. What it has not acknowledged begins again; and when it was told nothing for MaxMobPfxAdvInterval, it will be.
    /// </summary>
    /// <inheritdoc cref="Changed"/>
    public void Registered(TimeSpan preferred, double random, DateTimeOffset now)
    {
        if (Due is not null) return;
        if (_isUnacknowledged) (Due, _transmissions) = (Later(now), 0);
        else if (_sent is not { } sent || now - sent >= maximum) Schedule(preferred, random, now);
    }

    /// <summary>It is time for one; afterwards <see cref="Due"/> is that of its retransmission.</summary>
    public bool TrySend(DateTimeOffset now)
    {
        if (Due is not { } due || due > now) return false;
        _sent = now;
        _isUnacknowledged = true;
        // 3, 6 and 12 seconds after the first one.
        Due = _transmissions < Retries ? now + Timeout * (1 << _transmissions) : null;
        _transmissions++;
        return true;
    }

    /// <summary>The mobile node asks, which acknowledges what it was sent. True: it may be answered now, once in a second (RFC 6275 6.8).</summary>
    public bool Solicited(DateTimeOffset now)
    {
        if (_sent is { } sent && now - sent < LeastPause) return false;
        _sent = now;
        _isUnacknowledged = false;
        Due = null;
        return true;
    }

    /// <summary>The binding has ended.</summary>
    public void Cancel() => (Due, _isUnacknowledged, _sent) = (null, false, null);

    private void Schedule(TimeSpan preferred, double random, DateTimeOffset now)
    {
        var longest = preferred < maximum ? preferred : maximum;
        Due = now + minimum + (longest - minimum).Duration() * random;
        (_transmissions, _isUnacknowledged) = (0, false);
    }

    private DateTimeOffset Later(DateTimeOffset now) => _sent is { } sent && sent + LeastPause > now ? sent + LeastPause : now;
}
