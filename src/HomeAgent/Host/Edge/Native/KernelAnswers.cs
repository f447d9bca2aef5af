using System.Diagnostics;
using System.Threading.Channels;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Clear acknowledgements from the entities go into the kernel on the edge's thread; what it has sealed and routed into the TUN leaves by the way its
/// Binding Update came, whatever the binding says.
/// </summary>
/// <param name="shared">Null: this is the only edge.</param>
internal sealed class KernelAnswers(
    InFlightWindow inFlight, IReassociation reassociation, HomeAgentMetrics metrics, TimeProvider clock, int capacity, SharedAnswers? shared = null) : ISignallingEgress
{
    private readonly Channel<Transmit> _waiting =
        Channel.CreateBounded<Transmit>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly TracesInKernel _traces = new(NativeEdgeFactory.Depth);

    private Action? _wake;

    /// <param name="wake">Makes the edge's thread call <see cref="SealAll"/>.</param>
    public void Open(Action wake) => _wake = wake;

    public void Transmit(Transmit answer)
    {
        if (answer.Received != Actors.Transmit.Unasked) inFlight.Answered(answer.HomeAddress, answer.Received, clock.GetUtcNow());
        shared?.Extend(answer);
        if (_waiting.Writer.TryWrite(answer)) _wake?.Invoke();
        else metrics.Dropped(DropReason.QueueFull);
    }

    public void Ended(FrameDropped dropped)
    {
        inFlight.Ended(dropped, clock.GetUtcNow());
        shared?.Ended(dropped);
    }

    /// <summary>Everything that waits goes through IPsec. On the edge's thread.</summary>
    public void SealAll(IIpsecPath path)
    {
        while (_waiting.Reader.TryRead(out var answer))
        {
            reassociation.Enter(answer.Packet, answer.Ingress);
            _traces.Enter(answer.Packet, Traces.Child(Traces.Transmit, answer.Trace, ActivityKind.Producer));
            path.Outbound(answer.Packet);
            reassociation.Leave();
        }
    }

    /// <summary>Is this sealed packet, out of the TUN, one of them? Then it is on its way.</summary>
    /// <param name="buffer">Has <see cref="Answer.Headroom"/> bytes in front of the packet.</param>
    public bool TrySend(Span<byte> buffer, int offset, int length, FrameSender sender)
    {
        var packet = buffer.Slice(offset, length);
        if (!reassociation.TryTake(packet, out var ingress)) return false;
        var trace = _traces.Take(packet);
        FlowLabelTag.Clear(packet);
        if (shared?.TrySend(packet, ingress, out var why) != true && Answer.TryReverse(buffer, offset, length, ingress, out var start, out var size, out why)
            && sender.Send(buffer.Slice(start, size)) != Errno.None)
            why = DropReason.Unreachable;
        if (why != DropReason.None) metrics.Dropped(why);
        trace?.End(why);
        return true;
    }
}
