using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>A socket, the batch it fills, and its counters: what all socket sources share.</summary>
internal sealed class FrameReceiver(Descriptor socket, int headerRoom, string name) : IDisposable
{
    private const int QueueBytes = 4 << 20;
    private long _truncated;
    private int _used;

    internal Descriptor Socket { get; } = socket;
    internal ReceiveBatch Batch { get; } = new(headerRoom);
    internal long Truncated => Volatile.Read(ref _truncated);
    internal long QueueDrops => Sockets.QueueDrops(Socket);

    internal void EnlargeQueue() => Sockets.ReceiveBuffer(Socket, QueueBytes);

    /// <summary>Fills the batch; answers how many messages it holds.</summary>
    internal int Receive()
    {
        Batch.Reset(_used);
        _used = 0;
        var count = Batch.Receive(Socket);
        if (count < 0) return Tolerate(LinuxException.LastErrno);
        _used = count;
        return count;
    }

    /// <summary>True if message <paramref name="index"/> arrived whole; counts it otherwise.</summary>
    internal bool IsWhole(int index)
    {
        if (!Batch.IsTruncated(index)) return true;
        Volatile.Write(ref _truncated, _truncated + 1);
        return false;
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>Nothing there, or a pending network error (an interface went down): the socket lives on. The rest would repeat for ever.</summary>
    private int Tolerate(Errno errno) => errno is Errno.EBADF or Errno.ENOTSOCK or Errno.EFAULT or Errno.EINVAL
        ? throw new LinuxException($"receiving from {name}", errno)
        : 0;
}
