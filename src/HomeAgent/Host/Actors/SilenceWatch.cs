namespace DsMip.HomeAgent.Actors;

/// <summary>Whether a cluster has given no sign of life for long, judged by nobody's clock but our own.</summary>
internal sealed class SilenceWatch
{
    /// <summary>Members give a sign every second.</summary>
    public static readonly TimeSpan Enough = TimeSpan.FromSeconds(4);

    private long? _count;
    private TimeSpan _since;

    /// <param name="count">Of signs of life so far; 0: there has never been a cluster.</param>
    /// <param name="now">Since any moment in the past.</param>
    public bool IsSilent(long count, TimeSpan now)
    {
        if (count == 0) return true;
        if (_count != count) (_count, _since) = (count, now);
        return now - _since >= Enough;
    }

    /// <summary>The count could not be read: perhaps nobody else could write it either.</summary>
    public void Reset() => _count = null;
}
