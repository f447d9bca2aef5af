using System.Diagnostics;

namespace DsMip.Linux.Tests;

/// <summary>Keeps copies of frames.</summary>
internal sealed class FrameCollector : IFrameHandler
{
    public List<byte[]> Frames { get; } = [];

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        Assert.Equal(FrameLayout.BufferSize, buffer.Length);
        Assert.True(offset >= FrameLayout.Headroom);
        Frames.Add(buffer.Slice(offset, length).ToArray());
    }

    /// <summary>Receives until there are <paramref name="count"/> frames; fails after 10 s.</summary>
    public List<byte[]> Await(IFrameSource source, int count)
    {
        var clock = Stopwatch.StartNew();
        while (Frames.Count < count)
        {
            if (source.Receive(this) > 0) continue;
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{Frames.Count} of {count} frames came");
            Thread.Sleep(1);
        }
        return Frames;
    }

    public byte[] AwaitOne(IFrameSource source)
    {
        Frames.Clear();
        return Await(source, 1)[0];
    }
}
