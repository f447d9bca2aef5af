using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink;

/// <summary>
/// Tells that links, addresses, routes or rules changed in the network namespace of the thread that constructs it. Changes between two readings
/// are one notification, so a slow reader never falls behind. One reader.
/// </summary>
public sealed class RouteMonitor : IDisposable
{
    private readonly RouteEventSocket _events = new();
    private readonly Descriptor _stop;
    private readonly Thread _thread;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private int _pending;

    public RouteMonitor()
    {
        _stop = Libc.EventDescriptor(0, SocketType.NonBlocking | SocketType.CloseOnExec);
        if (_stop.IsInvalid) throw LinuxException.Last("creating an eventfd");
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

    public unsafe void Dispose()
    {
        if (_stop.IsClosed) return;
        ulong one = 1;
        _ = Libc.Write(_stop, &one, sizeof(ulong));
        _thread.Join();
        _events.Dispose();
        _stop.Dispose();
    }

    private void Watch()
    {
        try
        {
            while (Wait()) Publish(_events.Drain());
            _signal.Writer.TryComplete();
        }
        catch (LinuxException e)
        {
            _signal.Writer.TryComplete(e);
        }
    }

    /// <summary>True when there is something to read, false when disposed.</summary>
    private unsafe bool Wait()
    {
        const short readable = 1;
        var waiting = stackalloc PollDescriptor[2];
        waiting[0] = new PollDescriptor { Descriptor = _stop.Number, Events = readable };
        waiting[1] = new PollDescriptor { Descriptor = _events.Descriptor.Number, Events = readable };
        if (Libc.Poll(waiting, 2, -1) < 0 && LinuxException.LastErrno != Errno.EINTR) throw LinuxException.Last("waiting for route events");
        return waiting[0].Returned == 0;
    }

    private void Publish(RouteChanges changes)
    {
        if (changes == RouteChanges.None) return;
        Interlocked.Or(ref _pending, (int)changes);
        _signal.Writer.TryWrite(true);
    }
}
