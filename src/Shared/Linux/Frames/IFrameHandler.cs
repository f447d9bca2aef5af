namespace DsMip.Linux;

/// <summary>Takes frames on the poller's thread. Must not block and should not throw.</summary>
public interface IFrameHandler
{
    /// <summary>
    /// A frame at <c>buffer[offset .. offset + length]</c>; the rest of the buffer (<see cref="FrameLayout"/>) is free for headers in front
    /// and a trailer behind. The bytes stay untouched until <see cref="EndBatch"/> returns.
    /// </summary>
    void Handle(IFrameSource source, Span<byte> buffer, int offset, int length);

    /// <summary>The batch is over: flush what was collected.</summary>
    void EndBatch() { }

    /// <summary>Somebody called <see cref="FramePoller.Wake"/> since the last time; several calls can share one wake-up.</summary>
    void Woken() { }
}
