using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>
/// Collects packets of both families and sends them with sendmmsg. One thread; several batches may share one <see cref="FrameSender"/>.
/// </summary>
public sealed class SendBatch
{
    private readonly SendQueue _ipv4;
    private readonly SendQueue _ipv6;
    private readonly IRefusedFrames? _refused;

    /// <param name="refused">Told of each packet that is not sent.</param>
    public SendBatch(FrameSender sender, IRefusedFrames? refused = null)
    {
        _ipv4 = new SendQueue(sender, sender.Ipv4, refused);
        _ipv6 = new SendQueue(sender, sender.Ipv6, refused);
        _refused = refused;
    }

    /// <summary>Packets handed to the kernel so far.</summary>
    public long Sent => _ipv4.Sent + _ipv6.Sent;

    /// <summary>Packets the kernel refused so far.</summary>
    public long Failed => _ipv4.Failed + _ipv6.Failed;

    /// <summary>Why the last refused packet was refused.</summary>
    public Errno LastError { get; private set; }

    /// <summary>Copies the packet; a full batch is sent at once. EINVAL: not an IP packet; EMSGSIZE: larger than a buffer.</summary>
    public Errno Add(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty) return Refuse(frame, Errno.EINVAL);
        var queue = FrameSender.IsIpv4(frame) ? _ipv4 : _ipv6;
        if (queue.IsFull) Flush(queue);
        var error = queue.Add(frame);
        return error == Errno.None ? error : Refuse(frame, error);
    }

    /// <summary>Sends what was collected; answers how many packets were refused, each of which is gone.</summary>
    public int Flush() => Flush(_ipv4) + Flush(_ipv6);

    private Errno Refuse(ReadOnlySpan<byte> frame, Errno why)
    {
        _refused?.Refused(frame, why);
        return why;
    }

    private int Flush(SendQueue queue)
    {
        var refused = queue.Flush(out var error);
        if (refused != 0) LastError = error;
        return refused;
    }
}

/// <summary>Pinned copies of packets of one family, with their message headers.</summary>
internal sealed unsafe class SendQueue
{
    private readonly FrameSender _sender;
    private readonly Descriptor _socket;
    private readonly IRefusedFrames? _refused;
    private readonly byte[] _buffers = GC.AllocateArray<byte>(FrameLayout.BatchSize * FrameLayout.BufferSize, pinned: true);
    private readonly SocketAddressIpv6[] _names = GC.AllocateArray<SocketAddressIpv6>(FrameLayout.BatchSize, pinned: true);
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(FrameLayout.BatchSize, pinned: true);
    private readonly BatchedMessage[] _messages = GC.AllocateArray<BatchedMessage>(FrameLayout.BatchSize, pinned: true);
    private int _count;

    internal SendQueue(FrameSender sender, Descriptor socket, IRefusedFrames? refused)
    {
        _sender = sender;
        _socket = socket;
        _refused = refused;
        for (var i = 0; i < FrameLayout.BatchSize; i++)
        {
            ref var header = ref _messages[i].Header;
            fixed (byte* first = &_buffers[i * FrameLayout.BufferSize]) _vectors[i].Base = first;
            fixed (IoVector* vector = &_vectors[i]) header.Vectors = vector;
            fixed (SocketAddressIpv6* name = &_names[i]) header.Name = (byte*)name;
            header.VectorCount = 1;
        }
    }

    internal long Sent { get; private set; }
    internal long Failed { get; private set; }
    internal bool IsFull => _count == FrameLayout.BatchSize;

    internal Errno Add(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > FrameLayout.BufferSize) return Errno.EMSGSIZE;
        ref var header = ref _messages[_count].Header;
        header.NameLength = FrameSender.Destination(frame, 0, (SocketAddressIpv6*)header.Name);
        if (header.NameLength == 0) return Errno.EINVAL;
        frame.CopyTo(_buffers.AsSpan(_count * FrameLayout.BufferSize));
        _vectors[_count].Length = (nuint)frame.Length;
        _count++;
        return Errno.None;
    }

    internal int Flush(out Errno error)
    {
        error = Errno.None;
        int done = 0, refused = 0;
        while (done < _count)
        {
            var sent = Send(done);
            if (sent > 0)
            {
                if (_sender.Observer is { } observer) Show(observer, done, sent);
                done += sent;
                continue;
            }
            // The kernel reports an error only for the first message of a call: that one is lost, the others deserve their own try,
            // unless the queue is full, which is the same for all.
            error = LinuxException.LastErrno;
            var lost = error is Errno.EAGAIN or Errno.ENOBUFS ? _count - done : 1;
            Tell(done, lost, error);
            done += lost;
            refused += lost;
        }
        Sent += _count - refused;
        Failed += refused;
        _count = 0;
        return refused;
    }

    private void Tell(int from, int count, Errno why)
    {
        for (var i = from; i < from + count; i++) _refused?.Refused(Frame(i), why);
    }

    private void Show(IFrameObserver observer, int from, int count)
    {
        for (var i = from; i < from + count; i++) observer.Sent(Frame(i));
    }

    private ReadOnlySpan<byte> Frame(int index) => _buffers.AsSpan(index * FrameLayout.BufferSize, (int)_vectors[index].Length);

    private int Send(int from)
    {
        fixed (BatchedMessage* messages = &_messages[from])
            return Libc.SendMessages(_socket, messages, (uint)(_count - from), MessageFlag.DontWait);
    }
}
