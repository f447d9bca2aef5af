using DsMip.Wire;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// One line for each thing dropped that somebody may have to look into (RFC 4301 4.1 "auditable events"), at most a few a second: the log is
/// written by whoever sends us packets. The counters miss nothing.
/// </summary>
public sealed partial class AuditLog(HomeAgentMetrics metrics, TimeProvider clock, ILogger<AuditLog> log)
{
    private const int LinesPerSecond = 5;
    private readonly Lock _gate = new();
    private long _second;
    private int _lines;
    private int _suppressed;

    public void Dropped(DropReason why, Ipv6Address homeAddress, IpAddress remote)
    {
        metrics.Dropped(why);
        if (!TryTakeLine(out var suppressed)) return;
        if (suppressed > 0) LogSuppressed(log, suppressed);
        LogDropped(log, why, homeAddress, remote);
    }

    private bool TryTakeLine(out int suppressed)
    {
        lock (_gate)
        {
            suppressed = 0;
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second) (_second, _lines, suppressed, _suppressed) = (second, 0, _suppressed, 0);
            if (_lines++ < LinesPerSecond) return true;
            _suppressed++;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "dropped {Reason} for {HomeAddress} from {Remote}")]
    private static partial void LogDropped(ILogger log, DropReason reason, Ipv6Address homeAddress, IpAddress remote);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} more drops were counted and not logged")]
    private static partial void LogSuppressed(ILogger log, int count);
}
