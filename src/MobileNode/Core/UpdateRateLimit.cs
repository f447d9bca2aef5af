namespace DsMip.MobileNode.Core;

/// <summary>MAX_UPDATE_RATE: no more than three Binding Updates within any second, whatever they are for (RFC 6275 11.5.3, 11.8).</summary>
public sealed class UpdateRateLimit
{
    public const int MaximumPerSecond = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly DateTimeOffset[] _sent = new DateTimeOffset[MaximumPerSecond];
    private int _oldest;

    /// <summary>The earliest time for the next one: <paramref name="now"/> or later.</summary>
    public DateTimeOffset Earliest(DateTimeOffset now)
    {
        var oldest = _sent[_oldest];
        if (oldest == default || now - oldest > Window) return now;
        return oldest + Window + TimeSpan.FromTicks(1);
    }

    public void Sent(DateTimeOffset now)
    {
        _sent[_oldest] = now;
        _oldest = (_oldest + 1) % MaximumPerSecond;
    }
}
