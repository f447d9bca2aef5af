using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What the kernel's IPsec lets out while the edge's thread waits for it: messages, and whatever was in the TUN.</summary>
internal sealed class NativeSink(TunDevice tun, HomeAgentMetrics metrics, TimeProvider clock) : IIpsecSink
{
    private const int NextHeaderOffset = 6;

    private readonly byte[] _buffer = new byte[FrameLayout.BufferSize];
    private KernelSignalling? _signalling;
    private IFrameHandler? _frames;

    /// <summary>To be called before anything comes.</summary>
    public void Attach(KernelSignalling signalling) => _signalling = signalling;

    /// <inheritdoc cref="Attach(KernelSignalling)"/>
    public void Attach(IFrameHandler frames) => _frames = frames;

    public void Clear(ReadOnlySpan<byte> packet) => _signalling?.Opened(packet, clock.GetUtcNow());

    /// <summary>With room for outer headers. Sent at once: the buffer is for the next packet then.</summary>
    public void Protected(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(_buffer.AsSpan(FrameLayout.Headroom));
        _frames?.Handle(tun, _buffer, FrameLayout.Headroom, packet.Length);
        _frames?.EndBatch();
    }

    /// <summary>On the way in, ESP; on the way out, an answer that the kernel did not take.</summary>
    public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why)
    {
        if (packet[NextHeaderOffset] == IpProtocol.Esp) _signalling?.Discarded(why);
        else metrics.Dropped(DropReasons.Of(why));
    }
}
