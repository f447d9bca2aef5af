using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>Pinned buffers and message headers for recvmmsg, set up once. One thread.</summary>
internal sealed unsafe class ReceiveBatch
{
    private const int NameSize = 32;
    private const int ControlSize = 128;

    private readonly byte[] _buffers = GC.AllocateArray<byte>(FrameLayout.BatchSize * FrameLayout.BufferSize, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(FrameLayout.BatchSize * NameSize, pinned: true);
    private readonly byte[] _controls = GC.AllocateArray<byte>(FrameLayout.BatchSize * ControlSize, pinned: true);
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(FrameLayout.BatchSize, pinned: true);
    private readonly BatchedMessage[] _messages = GC.AllocateArray<BatchedMessage>(FrameLayout.BatchSize, pinned: true);

    /// <param name="headerRoom">Bytes kept free between the headroom and the received data, for a synthesised header.</param>
    internal ReceiveBatch(int headerRoom)
    {
        for (var i = 0; i < FrameLayout.BatchSize; i++)
        {
            _vectors[i].Base = Address(_buffers, i * FrameLayout.BufferSize + FrameLayout.Headroom + headerRoom);
            _vectors[i].Length = (nuint)(FrameLayout.MaximumFrame - headerRoom);
            ref var header = ref _messages[i].Header;
            header.Name = Address(_names, i * NameSize);
            header.Control = Address(_controls, i * ControlSize);
            fixed (IoVector* vector = &_vectors[i]) header.Vectors = vector;
            header.VectorCount = 1;
            Reset(ref header);
        }
    }

    /// <summary>Number of messages received, or -1 with errno set. Never waits.</summary>
    internal int Receive(Descriptor socket)
    {
        fixed (BatchedMessage* messages = _messages)
            return Libc.ReceiveMessages(socket, messages, FrameLayout.BatchSize, MessageFlag.DontWait, null);
    }

    internal Span<byte> Buffer(int index) => _buffers.AsSpan(index * FrameLayout.BufferSize, FrameLayout.BufferSize);

    internal int Length(int index) => (int)_messages[index].Length;

    internal bool IsTruncated(int index) => (_messages[index].Header.Flags & MessageFlag.Truncated) != 0;

    /// <summary>The sender's socket address.</summary>
    internal ReadOnlySpan<byte> Name(int index) => _names.AsSpan(index * NameSize, (int)_messages[index].Header.NameLength);

    internal ControlMessages Controls(int index) => new(_controls.AsSpan(index * ControlSize, (int)_messages[index].Header.ControlLength));

    /// <summary>Undoes what the kernel wrote to the first <paramref name="count"/> headers; call before the next <see cref="Receive"/>.</summary>
    internal void Reset(int count)
    {
        for (var i = 0; i < count; i++) Reset(ref _messages[i].Header);
    }

    private static void Reset(ref MessageHeader header)
    {
        header.NameLength = NameSize;
        header.ControlLength = ControlSize;
        header.Flags = 0;
    }

    private static byte* Address(byte[] pinned, int offset)
    {
        fixed (byte* first = &pinned[offset]) return first;
    }
}
