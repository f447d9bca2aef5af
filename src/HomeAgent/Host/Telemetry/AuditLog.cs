using DsMip.Wire;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>
/// One line for each thing dropped that somebody may have to look into (RFC 4301 4.1 "auditable events"), at most a few a second: the log is
/// written by whoever sends us packets. What waited too long says nothing of its sender, and comes in crowds after an outage: it is summed up.
/// The counters miss nothing.
/// </summary>
public sealed partial class AuditLog(HomeAgentMetrics metrics, TimeProvider clock, ILogger<AuditLog> log)
{
    private const int LinesPerSecond = 5;
    private static readonly TimeSpan SumEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long _second;
    private int _lines;
    private int _suppressed;
    private int _stale;
    private bool _isSumming;

    public void Dropped(DropReason why, Ipv6Address homeAddress, IpAddress remote)
    {
        metrics.Dropped(why);
        if (TryTakeLine(why, out var isFirstOfSum)) LogDropped(log, why, homeAddress, remote);
        else if (isFirstOfSum) _ = SumUpAsync();
    }

    private bool TryTakeLine(DropReason why, out bool isFirstOfSum)
    {
        isFirstOfSum = false;
        lock (_gate)
        {
            if (why == DropReason.StaleMessage)
            {
                _stale++;
            }
            else
            {
                var second = clock.GetUtcNow().ToUnixTimeSeconds();
                if (second != _second) (_second, _lines) = (second, 0);
                if (_lines++ < LinesPerSecond) return true;
                _suppressed++;
            }
            isFirstOfSum = !_isSumming;
            _isSumming = true;
            return false;
        }
    }

    private async Task SumUpAsync()
    {
        await Task.Delay(SumEvery, clock).ConfigureAwait(false);
        int stale, suppressed;
        lock (_gate) (stale, suppressed, _stale, _suppressed, _isSumming) = (_stale, _suppressed, 0, 0, false);
        if (stale > 0) LogStale(log, stale);
        if (suppressed > 0) LogSuppressed(log, suppressed);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "dropped {Reason} for {HomeAddress} from {Remote}")]
    private static partial void LogDropped(ILogger log, DropReason reason, Ipv6Address homeAddress, IpAddress remote);

    [LoggerMessage(Level = LogLevel.Warning, Message = "dropped {Count} messages of mobile nodes that had waited too long (StaleMessage); they are sent again")]
    private static partial void LogStale(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} more drops were counted and not logged")]
    private static partial void LogSuppressed(ILogger log, int count);
}
