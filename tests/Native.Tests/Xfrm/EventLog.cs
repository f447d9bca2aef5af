using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>The events of a namespace, one after the other, with a limit to how long a test waits for one.</summary>
internal sealed class EventLog : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));
    private readonly XfrmMonitor _monitor;
    private readonly IAsyncEnumerator<XfrmEvent> _events;
    private Task<bool>? _pending;

    internal EventLog(XfrmHost host, bool sequenceNumbers = false, int queueBytes = 1 << 20)
    {
        _monitor = host.Namespace.Run(() => new XfrmMonitor(sequenceNumbers, queueBytes));
        _events = _monitor.ReadAllAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    /// <summary>Skips other kinds.</summary>
    internal async Task<T> Next<T>() where T : XfrmEvent => (T)(await Until<T>())[^1];

    /// <summary>All events up to the next one of this kind.</summary>
    internal async Task<List<XfrmEvent>> Until<T>() where T : XfrmEvent
    {
        var seen = new List<XfrmEvent>();
        while (await Move())
        {
            seen.Add(_events.Current);
            if (_events.Current is T) return seen;
        }
        throw new InvalidOperationException($"the stream ended before {typeof(T).Name}");
    }

    /// <summary>Reads until nothing more comes.</summary>
    internal async Task Rest(Action<XfrmEvent> each)
    {
        while (true)
        {
            _pending ??= _events.MoveNextAsync().AsTask();
            if (await Task.WhenAny(_pending, Task.Delay(1000)) != _pending) return;
            if (await Move()) each(_events.Current);
        }
    }

    public void Dispose()
    {
        _monitor.Dispose();
        _patience.Dispose();
    }

    private Task<bool> Move()
    {
        var move = _pending ?? _events.MoveNextAsync().AsTask();
        _pending = null;
        return move;
    }
}
