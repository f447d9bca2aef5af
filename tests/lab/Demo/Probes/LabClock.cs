namespace DsMip.Lab.Probes;

/// <summary>The time base every probe shares: seconds of the Unix epoch, the clock `ping -D` and tcpdump stamp with.</summary>
public static class LabClock
{
    public static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
}
