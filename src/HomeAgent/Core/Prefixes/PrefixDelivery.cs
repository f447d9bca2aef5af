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
    private DateTimeOffset? _scheduled;
    private DateTimeOffset? _owed;
    private int _transmissions;
    private bool _isUnacknowledged;

    /// <summary>When the next one is to be sent, the answer to a solicitation before all others; null: none is scheduled.</summary>
    public DateTimeOffset? Due => _owed ?? _scheduled;

    /// <summary>Prefixes have changed. What is scheduled already will say so; what was sent and not acknowledged is replaced.</summary>
    /// <param name="preferred">Of the prefix of the home address.</param>
    /// <param name="random">From 0 up to but without 1.</param>
    public void Changed(TimeSpan preferred, double random, DateTimeOffset now)
    {
        if (_scheduled is not null && _transmissions == 0) return;
        Schedule(preferred, random, now);
    }

    /// <summary>
    /// The mobile node has registered. What it has not acknowledged begins again; and when it was told nothing for MaxMobPfxAdvInterval, it will be.
    /// </summary>
    /// <inheritdoc cref="Changed"/>
    public void Registered(TimeSpan preferred, double random, DateTimeOffset now)
    {
        if (Due is not null) return;
        if (_isUnacknowledged) (_scheduled, _transmissions) = (Later(now), 0);
        else if (_sent is not { } sent || now - sent >= maximum) Schedule(preferred, random, now);
    }

    /// <summary>It is time for one that nobody has asked for; afterwards <see cref="Due"/> is that of its retransmission.</summary>
    public bool TrySend(DateTimeOffset now)
    {
        if (_owed is not null || _scheduled is not { } due || due > now) return false;
        _sent = now;
        _isUnacknowledged = true;
        // 3, 6 and 12 seconds after the first one.
        _scheduled = _transmissions < Retries ? now + Timeout * (1 << _transmissions) : null;
        _transmissions++;
        return true;
    }

    /// <summary>
    /// The mobile node asks, which acknowledges what it was sent unasked. It is answered once in a second (RFC 6275 6.8): if that is why it has to wait
    /// for its answer, there will be one.
    /// </summary>
    public SolicitedAnswer Solicited(DateTimeOffset now)
    {
        if (_sent is not { } sent || now - sent >= LeastPause)
        {
            Answered(now);
            return SolicitedAnswer.Now;
        }
        if (!_isUnacknowledged && _owed is null) return SolicitedAnswer.None;
        (_owed, _scheduled, _isUnacknowledged) = (sent + LeastPause, null, false);
        return SolicitedAnswer.Later;
    }

    /// <summary>It is time for an answer that had to wait.</summary>
    public bool TryAnswer(DateTimeOffset now)
    {
        if (_owed is not { } due || due > now) return false;
        Answered(now);
        return true;
    }

    /// <summary>The binding has ended.</summary>
    public void Cancel() => (_scheduled, _owed, _isUnacknowledged, _sent) = (null, null, false, null);

    private void Answered(DateTimeOffset now) => (_sent, _scheduled, _owed, _isUnacknowledged) = (now, null, null, false);

    private void Schedule(TimeSpan preferred, double random, DateTimeOffset now)
    {
        var longest = preferred < maximum ? preferred : maximum;
        _scheduled = now + minimum + (longest - minimum).Duration() * random;
        (_transmissions, _isUnacknowledged) = (0, false);
    }

    private DateTimeOffset Later(DateTimeOffset now) => _sent is { } sent && sent + LeastPause > now ? sent + LeastPause : now;
}

/// <summary>What becomes of a Mobile Prefix Solicitation.</summary>
public enum SolicitedAnswer
{
    /// <summary>It comes too soon after the last one.</summary>
    None,
    Now,

    /// <summary>At <see cref="PrefixDelivery.Due"/>.</summary>
    Later,
}
