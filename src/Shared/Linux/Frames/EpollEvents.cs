using System.Runtime.InteropServices;
using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>An array of struct epoll_event, which is packed (12 bytes) on x86-64 and padded (16 bytes) everywhere else.</summary>
internal sealed unsafe class EpollEvents : IDisposable
{
    internal const ulong WakeUp = ulong.MaxValue;
    internal const int Maximum = 16;

    private byte* _events = (byte*)NativeMemory.AllocZeroed((Maximum + 1) * 16);

    internal static int Size { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Waits without limit; answers the number of events, 0 after a signal.</summary>
    internal int Wait(Descriptor epoll)
    {
        var ready = Libc.EpollWait(epoll, _events, Maximum, -1);
        if (ready >= 0) return ready;
        return LinuxException.LastErrno == Errno.EINTR ? 0 : throw LinuxException.Last("waiting for frames");
    }

    internal ulong Tag(int index) => *(ulong*)(_events + index * Size + Size - sizeof(ulong));

    /// <summary>A request to wait for readability, to be used before the next call. It lies behind the events, not among them.</summary>
    internal byte* Change(ulong tag)
    {
        var change = _events + Maximum * 16;
        *(uint*)change = Epoll.In;
        *(ulong*)(change + Size - sizeof(ulong)) = tag;
        return change;
    }

    public void Dispose()
    {
        NativeMemory.Free(_events);
        _events = null;
    }
}
