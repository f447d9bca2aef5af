using System.Runtime.ExceptionServices;

namespace DsMip.Linux.Tests;

/// <summary>Runs a poller on a thread of its own until stopped.</summary>
internal sealed class RunningPoller : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    internal RunningPoller(FramePoller poller)
    {
        _thread = new Thread(() =>
        {
            try
            {
                poller.Run(_stop.Token);
            }
            catch (LinuxException e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        }) { IsBackground = true };
        _thread.Start();
    }

    internal int ThreadId => _thread.ManagedThreadId;

    /// <summary>Stops the loop, or rethrows what ended it.</summary>
    internal void Stop()
    {
        if (!_thread.Join(TimeSpan.FromMilliseconds(200))) _stop.Cancel();
        Assert.True(_thread.Join(TimeSpan.FromSeconds(10)), "the loop did not end");
        _failure?.Throw();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }
}

/// <summary>Counts what a poller calls.</summary>
internal sealed class CountingHandler : IFrameHandler
{
    internal List<FrameSourceKind> Kinds { get; } = [];
    internal int LastLength { get; private set; }
    internal int Batches { get; private set; }
    internal int Wakes { get; private set; }
    internal int WokenOn { get; private set; }

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        lock (Kinds)
        {
            // The kernel greets a new interface with router solicitations and the like.
            if (source.Kind == FrameSourceKind.Tunnel && buffer[offset] >> 4 == 6) return;
            Kinds.Add(source.Kind);
            LastLength = length;
        }
    }

    public void EndBatch()
    {
        lock (Kinds) Batches++;
    }

    public void Woken()
    {
        lock (Kinds)
        {
            Wakes++;
            WokenOn = Environment.CurrentManagedThreadId;
        }
    }

    internal void Until(Func<CountingHandler, bool> condition) => Assert.True(SpinWait.SpinUntil(() =>
    {
        lock (Kinds) return condition(this);
    }, TimeSpan.FromSeconds(10)));
}

/// <summary>Sends every frame back out by all ways there are, and measures what the loop's thread allocates meanwhile.</summary>
internal sealed class AllocationMeter(FrameSender sender, TunDevice tun, int warmUp, int measured) : IFrameHandler
{
    private readonly SendBatch _batch = new(sender);
    private readonly byte[] _reply = Packet.Ipv6(TwoHosts.Here6, TwoHosts.There6, IpProtocol.NoNextHeader, new byte[100]);
    private int _frames;
    private long _start;

    internal ManualResetEventSlim Done { get; } = new();
    internal long Allocated { get; private set; } = -1;

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        sender.Send(_reply);
        _batch.Add(_reply);
        tun.Write(_reply);
        _frames++;
        if (_frames == warmUp) _start = GC.GetAllocatedBytesForCurrentThread();
        if (_frames != warmUp + measured) return;
        Allocated = GC.GetAllocatedBytesForCurrentThread() - _start;
        Done.Set();
    }

    public void EndBatch() => _batch.Flush();
}
