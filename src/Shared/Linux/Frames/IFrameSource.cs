namespace DsMip.Linux;

/// <summary>Where frames come from. A source belongs to one thread at a time; its buffers are reused by its next batch.</summary>
public interface IFrameSource : IDisposable
{
    FrameSourceKind Kind { get; }

    /// <summary>The descriptor to wait on for readability.</summary>
    int FileDescriptor { get; }

    /// <summary>Frames longer than <see cref="FrameLayout.MaximumFrame"/>, dropped here.</summary>
    long Truncated { get; }

    /// <summary>Frames the kernel dropped because this source's queue was full.</summary>
    long QueueDrops { get; }

    /// <summary>
    /// Hands every frame of one batch (at most <see cref="FrameLayout.BatchSize"/>) to <paramref name="handler"/> without waiting, and
    /// answers how many frames left the kernel's queue: 0 means that it was empty.
    /// </summary>
    /// <exception cref="LinuxException">The source is gone for good, e.g. the interface was deleted.</exception>
    int Receive(IFrameHandler handler);
}
