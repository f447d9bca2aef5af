using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>
/// Waits on all sources with epoll and runs each batch to completion on the calling thread. Sources are added before <see cref="Run"/>, or
/// on its thread in <see cref="IFrameHandler.Woken"/>. Allocates nothing while running. Does not own the sources.
/// </summary>
public sealed unsafe class FramePoller : IDisposable
{
    private readonly IFrameHandler _handler;
    private readonly Descriptor _epoll;
    private readonly Descriptor _wakeUp;
    private readonly List<IFrameSource?> _sources = [];
    private readonly EpollEvents _events = new();
    private volatile IFrameHandler? _observed;

    public FramePoller(IFrameHandler handler)
    {
        _handler = handler;
        _epoll = Libc.EpollCreate(Epoll.CloseOnExec);
        if (_epoll.IsInvalid) throw LinuxException.Last("creating an epoll instance");
        _wakeUp = Libc.EventDescriptor(0, SocketType.NonBlocking | SocketType.CloseOnExec);
        if (_wakeUp.IsInvalid) throw LinuxException.Last("creating an eventfd");
        Watch(_wakeUp.Number, EpollEvents.WakeUp);
    }

    /// <summary>Sees every frame from the next batch on; null: nobody does, which costs one look a batch. Any thread.</summary>
    public void Observe(IFrameObserver? observer) => _observed = observer is null ? null : new ObservedFrames(_handler, observer);

    public void Add(IFrameSource source)
    {
        _sources.Add(source);
        Watch(source.FileDescriptor, (ulong)(_sources.Count - 1));
    }

    /// <summary>Stops waiting on a source; dispose it afterwards, not before.</summary>
    public void Remove(IFrameSource source)
    {
        var index = _sources.IndexOf(source);
        if (index < 0) return;
        // The slot stays empty: an event that is already collected may still name it.
        _sources[index] = null;
        if (Libc.EpollControl(_epoll, Epoll.Delete, source.FileDescriptor, _events.Change(0)) != 0)
            throw LinuxException.Last("removing a frame source from epoll");
    }

    /// <summary>Makes the poller's thread call <see cref="IFrameHandler.Woken"/> soon. Any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wakeUp, &one, sizeof(ulong));
    }

    /// <summary>Runs until <paramref name="stop"/>; returns normally then.</summary>
    /// <exception cref="LinuxException">A source is gone for good.</exception>
    public void Run(CancellationToken stop)
    {
        using var registration = stop.UnsafeRegister(static poller => ((FramePoller)poller!).Wake(), this);
        while (!stop.IsCancellationRequested) RunOnce();
    }

    public void Dispose()
    {
        _wakeUp.Dispose();
        _epoll.Dispose();
        _events.Dispose();
    }

    private void RunOnce()
    {
        var ready = _events.Wait(_epoll);
        for (var i = 0; i < ready; i++)
        {
            var tag = _events.Tag(i);
            if (tag == EpollEvents.WakeUp) Acknowledge();
            else if (_sources[(int)tag] is { } source) RunBatch(source);
        }
    }

    private void RunBatch(IFrameSource source)
    {
        if (source.Receive(_observed ?? _handler) > 0) _handler.EndBatch();
    }

    private void Acknowledge()
    {
        ulong count;
        _ = Libc.Read(_wakeUp, &count, sizeof(ulong));
        _handler.Woken();
    }

    private void Watch(int descriptor, ulong tag)
    {
        if (Libc.EpollControl(_epoll, Epoll.Add, descriptor, _events.Change(tag)) != 0)
            throw LinuxException.Last("adding a descriptor to epoll");
    }
}
