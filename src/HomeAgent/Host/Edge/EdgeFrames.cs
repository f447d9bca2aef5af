using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>The edge's thread: a batch of frames in, a batch of frames out. No actor, no lock, no allocation for payload.</summary>
internal sealed class EdgeFrames(
    Uplink uplink, Downlink downlink, TunnelErrors errors, SendBatch batch, HomeAgentMetrics metrics, TimeProvider clock) : IFrameHandler
{
    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var now = clock.GetUtcNow();
        switch (source.Kind)
        {
            case FrameSourceKind.Tunnel: downlink.Handle(buffer, offset, length, now); break;
            case FrameSourceKind.IcmpError or FrameSourceKind.Icmpv6Error: errors.Handle(buffer.Slice(offset, length), now); break;
            default: uplink.Handle(buffer, offset, length, now); break;
        }
    }

    public void EndBatch()
    {
        for (var refused = batch.Flush(); refused > 0; refused--) metrics.Dropped(DropReason.Unreachable);
    }
}
