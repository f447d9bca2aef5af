using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>
/// Tells what becomes of the SAD and the SPD in the network namespace of the thread that constructs it, by whomever, from that moment on. A reader that is too
/// slow makes the kernel's queue overflow, and reads <see cref="XfrmEventsLost"/> for what it missed. One reader.
/// </summary>
public sealed class XfrmMonitor : IXfrmEvents
{
    private const int Capacity = 1024;
    private readonly XfrmEventSocket _socket;
    private readonly StopSignal _stop = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Thread _thread;
    private readonly Channel<XfrmEvent> _events = Channel.CreateBounded<XfrmEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    /// <param name="sequenceNumbers">
    /// <see cref="XfrmReplayAdvanced"/>, too. The kernel tells about every second packet of every state then: not for states that carry payload.
    /// </param>
    /// <param name="queueBytes">Events that the kernel keeps for us while we do something else; about 1 kB each.</param>
    /// <exception cref="LinuxException">The kernel has no IPsec, or the capability is missing.</exception>
    public XfrmMonitor(bool sequenceNumbers = false, int queueBytes = 4 << 20)
    {
        _socket = new XfrmEventSocket(sequenceNumbers, queueBytes);
        _thread = new Thread(Watch) { IsBackground = true, Name = "IPsec monitor" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<XfrmEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            while (_events.Reader.TryRead(out var next)) yield return next;
    }

    public void Dispose()
    {
        if (_stop.IsDisposed) return;
        _disposed.Cancel();
        _stop.Set();
        _thread.Join();
        _socket.Dispose();
        _stop.Dispose();
        _disposed.Dispose();
    }

    private void Watch()
    {
        try
        {
            var received = new List<XfrmEvent>();
            while (_stop.WaitFor(_socket.Descriptor, "waiting for IPsec events"))
            {
                while (!_disposed.IsCancellationRequested && _socket.TryReceive(received)) Publish(received);
            }
            _events.Writer.TryComplete();
        }
        catch (OperationCanceledException)
        {
            _events.Writer.TryComplete();
        }
        catch (LinuxException e)
        {
            _events.Writer.TryComplete(e);
        }
    }

    /// <summary>Waits for a slow reader: what comes meanwhile waits in the kernel.</summary>
    private void Publish(List<XfrmEvent> received)
    {
        foreach (var next in received)
            if (!_events.Writer.TryWrite(next)) _events.Writer.WriteAsync(next, _disposed.Token).AsTask().GetAwaiter().GetResult();
        received.Clear();
    }
}
