using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>IKE of mobile nodes that are not bound, or not where their binding is: to the kernel and back, and nothing else.</summary>
internal sealed class KeyExchangePaths(PreBindingPaths paths, PacketDelivery deliver, HomeAgentMetrics metrics)
{
    /// <summary>False: it is no business of IKE, or of nobody whom we know.</summary>
    public bool TryAdmit(ReadOnlySpan<byte> packet, in Ingress ingress, DateTimeOffset now)
    {
        switch (paths.Admit(packet, ingress, now))
        {
            case DropReason.None:
                if (deliver(packet) == Errno.None) metrics.Forwarded(PacketDirection.KeyExchange);
                else metrics.Dropped(DropReason.Unreachable);
                return true;
            case DropReason.RateLimited:
                metrics.Dropped(DropReason.RateLimited);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A packet has left the tunnel of its binding.</summary>
    public void CameByBinding(ReadOnlySpan<byte> packet) => paths.CameByBinding(packet);

    /// <summary>False: it goes by the binding's tunnel, if there is one.</summary>
    public bool TryReturn(Span<byte> buffer, int offset, int length, EdgeParts edge, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (!InnerPacket.TryReadDestination(packet, out var home) || home.IsIpv4) return false;
        if (!paths.TryFindWayBack(packet, edge.Table.TryFind(home.AsIpv6, now, out _), now, out var ingress)) return false;
        var why = TunnelTransmission.Send(buffer, offset, length, Answer.TunnelBack(ingress), new TunnelEntry(), new FrameOutput(edge.Batch));
        if (why == DropReason.None) metrics.Forwarded(PacketDirection.KeyExchange);
        else metrics.Dropped(why);
        return true;
    }
}
