namespace DsMip.Linux;

/// <summary>How a buffer that a frame source yields is laid out: headroom, the frame, room after it.</summary>
public static class FrameLayout
{
    /// <summary>Bytes in front of the frame: room for outer headers (IPv6 with a destination options or type 2 routing header is 64).</summary>
    public const int Headroom = 64;

    /// <summary>Bytes after the largest frame: room for an ESP trailer.</summary>
    public const int Tailroom = 64;

    /// <summary>Largest frame, bytes: a jumbo Ethernet payload. Larger ones are dropped and counted.</summary>
    public const int MaximumFrame = 9216;

    public const int BufferSize = Headroom + MaximumFrame + Tailroom;

    /// <summary>Frames that a source yields at most in one batch.</summary>
    public const int BatchSize = 32;
}
