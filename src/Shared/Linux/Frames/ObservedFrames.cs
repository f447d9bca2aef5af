namespace DsMip.Linux;

/// <summary>Shows every frame to an observer before its handler, which may rearrange it, has it.</summary>
internal sealed class ObservedFrames(IFrameHandler handler, IFrameObserver observer) : IFrameHandler
{
    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        observer.Received(source.Kind, buffer.Slice(offset, length));
        handler.Handle(source, buffer, offset, length);
    }

    public void EndBatch() => handler.EndBatch();

    public void Woken() => handler.Woken();
}
