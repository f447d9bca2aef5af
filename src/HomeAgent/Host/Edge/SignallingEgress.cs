using System.Diagnostics;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Sealed acknowledgements leave by the way their Binding Updates came, whatever the binding says.</summary>
/// <param name="allowClear">Some mobile nodes have no SA.</param>
public sealed class SignallingEgress(
    FrameSender sender, InFlightWindow inFlight, HomeAgentMetrics metrics, TimeProvider clock, bool allowClear = false) : ISignallingEgress
{
    public void Transmit(Transmit answer)
    {
        if (answer.Received != Actors.Transmit.Unasked) inFlight.Answered(answer.HomeAddress, answer.Received, clock.GetUtcNow());
        var buffer = new byte[Answer.Headroom + answer.Packet.Length];
        answer.Packet.CopyTo(buffer, Answer.Headroom);
        var trace = Traces.Child(Traces.Transmit, answer.Trace, ActivityKind.Producer);
        if (Answer.TryReverse(buffer, Answer.Headroom, answer.Packet.Length, answer.Ingress, out var offset, out var length, out var why, allowClear)
            && sender.Send(buffer.AsSpan(offset, length)) != Errno.None)
            why = DropReason.Unreachable;
        if (why != DropReason.None) metrics.Dropped(why);
        trace?.End(why);
    }

    public void Ended(FrameDropped dropped) => inFlight.Ended(dropped, clock.GetUtcNow());
}
