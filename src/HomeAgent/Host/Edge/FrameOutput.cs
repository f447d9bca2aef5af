using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>Frames of the tunnel module go out with the batch that is being collected.</summary>
internal readonly struct FrameOutput(SendBatch batch) : ITunnelOutput
{
    public void Send(ReadOnlySpan<byte> frame) => batch.Add(frame);
}

/// <summary>Frames of the tunnel module go out at once, past the batch. What gets lost is lost: they are ICMP errors.</summary>
internal readonly struct ImmediateOutput(FrameSender sender) : ITunnelOutput
{
    public void Send(ReadOnlySpan<byte> frame) => sender.Send(frame);
}
