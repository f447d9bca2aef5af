namespace DsMip.Linux;

/// <summary>Sees whole packets pass, outer header first, while somebody wants to. Called by any thread; must not block and should not throw.</summary>
public interface IFrameObserver
{
    /// <param name="frame">As it came; valid during the call only.</param>
    void Received(FrameSourceKind kind, ReadOnlySpan<byte> frame);

    /// <param name="frame">As the kernel has taken it; valid during the call only.</param>
    void Sent(ReadOnlySpan<byte> frame);
}
