using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DsMip.Linux.Netlink;

/// <summary>
/// Tells that links, addresses, routes or rules changed in the network namespace of the thread that constructs it. Changes between two readings
/// are one notification, so a slow reader never falls behind. One reader.
/// </summary>
public sealed class RouteMonitor : IDisposable
{
    private readonly RouteEventSocket _events = new();
    private readonly StopSignal _stop = new();
    private readonly Thread _thread;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private int _pending;

    public RouteMonitor()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "route monitor" };
        _thread.Start();
    }

    /// <summary>Waits until something changed since the last call.</summary>
    /// <exception cref="ChannelClosedException">Disposed; or with a <see cref="LinuxException"/> inside, the kernel ended it.</exception>
    public async ValueTask<RouteChanges> NextAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var changes = (RouteChanges)Interlocked.Exchange(ref _pending, 0);
            if (changes != RouteChanges.None) return changes;
        }
    }

    /// <summary>All changes until cancelled or disposed.</summary>
    public async IAsyncEnumerable<RouteChanges> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _signal.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            yield return await NextAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_stop.IsDisposed) return;
        _stop.Set();
        _thread.Join();
        _events.Dispose();
        _stop.Dispose();
    }

    private void Watch()
    {
        try
        {
            while (_stop.WaitFor(_events.Descriptor, "waiting for route events")) Publish(_events.Drain());
            _signal.Writer.TryComplete();
        }
        catch (LinuxException e)
        {
            _signal.Writer.TryComplete(e);
        }
    }

    private void Publish(RouteChanges changes)
    {
        if (changes == RouteChanges.None) return;
        Interlocked.Or(ref _pending, (int)changes);
        _signal.Writer.TryWrite(true);
    }
}
