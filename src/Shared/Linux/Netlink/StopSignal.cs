using DsMip.Linux.Interop;

namespace DsMip.Linux.Netlink;

/// <summary>Wakes a thread that waits for a descriptor, once and for all.</summary>
internal sealed unsafe class StopSignal : IDisposable
{
    private readonly Descriptor _event;

    internal StopSignal()
    {
        _event = Libc.EventDescriptor(0, SocketType.NonBlocking | SocketType.CloseOnExec);
        if (_event.IsInvalid) throw LinuxException.Last("creating an eventfd");
    }

    internal bool IsDisposed => _event.IsClosed;

    internal void Set()
    {
        ulong one = 1;
        _ = Libc.Write(_event, &one, sizeof(ulong));
    }

    /// <summary>True when there may be something to read, false when stopped.</summary>
    internal bool WaitFor(Descriptor readable, string operation)
    {
        const short input = 1;
        var waiting = stackalloc PollDescriptor[2];
        waiting[0] = new PollDescriptor { Descriptor = _event.Number, Events = input };
        waiting[1] = new PollDescriptor { Descriptor = readable.Number, Events = input };
        if (Libc.Poll(waiting, 2, -1) < 0 && LinuxException.LastErrno != Errno.EINTR) throw LinuxException.Last(operation);
        return waiting[0].Returned == 0;
    }

    public void Dispose() => _event.Dispose();
}
