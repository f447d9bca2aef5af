namespace DsMip.MobileNode.Host.Tests.Discovery;

/// <summary>Whoever waits for less than a minute finds that time has passed; longer waits never end.</summary>
internal sealed class SkippingTime : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isShort = dueTime < TimeSpan.FromMinutes(1) && dueTime != Timeout.InfiniteTimeSpan;
        if (isShort) Now += dueTime;
        return System.CreateTimer(callback, state, isShort ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}
