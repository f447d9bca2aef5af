using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>Frames of the tunnel module go out with the batch that is being collected.</summary>
internal readonly struct FrameOutput(SendBatch batch) : ITunnelOutput
{
    public void Send(ReadOnlySpan<byte> frame) => batch.Add(frame);
}
