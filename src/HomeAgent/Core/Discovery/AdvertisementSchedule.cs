namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>When Router Advertisements are sent (RFC 4861 6.2.4, 6.2.6): at random times, somewhat more often in the beginning, and soon when asked. Not thread-safe.</summary>
/// <param name="random">From 0 up to but without 1.</param>
public sealed class AdvertisementSchedule(AdvertisementSettings settings, Func<double> random)
{
    /// <summary>MAX_INITIAL_RTR_ADVERTISEMENTS, which are <see cref="InitialInterval"/> apart at most.</summary>
    public const int Initial = 3;

    /// <summary>MAX_INITIAL_RTR_ADVERT_INTERVAL.</summary>
    public static readonly TimeSpan InitialInterval = TimeSpan.FromSeconds(16);

    /// <summary>MAX_RA_DELAY_TIME: so long an answer to a Router Solicitation waits at most.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private DateTimeOffset? _sent;
    private int _count;

    /// <summary>When the next one is to be sent.</summary>
    public DateTimeOffset Due { get; private set; } = DateTimeOffset.MinValue;

    // MinDelayBetweenRAs (RFC 6275 13): of no use above the configured interval.
    private TimeSpan Pause => settings.Minimum < LongestPause ? settings.Minimum : LongestPause;

    /// <summary>A Router Solicitation. The answer goes to all nodes, so that one is enough for all who ask.</summary>
    public void Solicited(DateTimeOffset now)
    {
        var answer = now + LongestDelay * random();
        if (_sent is { } sent && sent + Pause > answer) answer = sent + Pause;
        if (answer < Due) Due = answer;
    }

    /// <summary>True: one is to be sent now.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (Due > now) return false;
        var next = settings.Minimum + (settings.Maximum - settings.Minimum) * random();
        if (++_count < Initial && next > InitialInterval) next = InitialInterval;
        (_sent, Due) = (now, now + next);
        return true;
    }
}
