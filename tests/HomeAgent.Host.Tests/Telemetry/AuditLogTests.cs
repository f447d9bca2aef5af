using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

[Clause("4301-5.2-audit")]
public sealed class AuditLogTests
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::1:1");
    private static readonly IpAddress Remote = Ipv6Address.Parse("2001:db8:7::1");
    private readonly HomeAgentMetrics _metrics = new();
    private readonly HeldClock _clock = new();
    private readonly Lines _lines = new();
    private readonly AuditLog _audit;

    public AuditLogTests() => _audit = new AuditLog(_metrics, _clock, _lines);

    [Fact]
    public async Task What_waited_too_long_is_one_line_a_second()
    {
        for (var second = 1; second <= 2; second++)
        {
            for (var i = 0; i < 1000; i++) Drop(DropReason.StaleMessage);
            Assert.Equal(second - 1, _lines.Count);
            await _clock.RingAsync();
            Assert.Equal(second, _lines.Count);
            Assert.Contains("dropped 1000 messages", _lines[^1], StringComparison.Ordinal);
        }
        Assert.Equal(2000, _metrics.Drops(DropReason.StaleMessage));
        Assert.False(_clock.IsSet);
    }

    [Fact]
    public async Task Of_other_drops_five_a_second_have_their_own_line_also_in_a_crowd_of_stale_ones()
    {
        for (var i = 0; i < 10; i++) Drop(DropReason.StaleMessage);
        for (var i = 0; i < 8; i++) Drop(DropReason.UnknownHomeAddress);
        Assert.Equal(Enumerable.Repeat($"dropped {DropReason.UnknownHomeAddress} for {Home} from {Remote}", 5), _lines);
        await _clock.RingAsync();
        Assert.Equal(["dropped 10 messages of mobile nodes that had waited too long (StaleMessage); they are sent again", "3 more drops were counted and not logged"], _lines[5..]);
    }

    private void Drop(DropReason why) => _audit.Dropped(why, Home, Remote);

    /// <summary>Time stands still, and the one timer ends when it is told to.</summary>
    private sealed class HeldClock : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;

        public bool IsSet => _callback is not null;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Null(_callback);
            Assert.Equal(TimeSpan.FromSeconds(1), dueTime);
            (_callback, _state) = (callback, state);
            return new NoTimer();
        }

        /// <summary>On a thread of the pool, as timers do; what waits for it goes on before this ends.</summary>
        public Task RingAsync()
        {
            var callback = _callback!;
            _callback = null;
            return Task.Run(() => callback(_state));
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class Lines : List<string>, ILogger<AuditLog>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
