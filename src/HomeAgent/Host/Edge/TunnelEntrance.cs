using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Into the tunnel of whoever a packet is for (RFC 6275 10.4.2), with the ICMP errors that a tunnel entry owes.</summary>
internal sealed class TunnelEntrance(BindingTable table, PathMtuTable pathMtus, SendBatch batch, IcmpErrors errors, HomeAgentMetrics metrics)
{
    /// <summary>Is the destination bound to a tunnel? Link-local and multicast destinations never are.</summary>
    public bool TryFind(IpAddress destination, DateTimeOffset now, out BidirectionalTunnel tunnel) => destination.IsIpv4
        ? table.TryFind(destination.AsIpv4, now, out tunnel)
        : table.TryFind(destination.AsIpv6, now, out tunnel);

    /// <param name="forwards">Nobody has decremented the hop limit yet.</param>
    public void Send(
        Span<byte> buffer, int offset, int length, in BidirectionalTunnel tunnel, bool forwards, PacketDirection direction, DateTimeOffset now)
    {
        var entry = new TunnelEntry(pathMtus.Find(tunnel.Remote, now), forwards);
        var why = TunnelTransmission.Send(buffer, offset, length, tunnel, entry, new FrameOutput(batch));
        if (why == DropReason.None)
        {
            metrics.Forwarded(direction);
            return;
        }
        metrics.Dropped(why);
        var packet = buffer.Slice(offset, length);
        if (why == DropReason.PacketTooBig) errors.TooBig(packet, entry.TunnelMtu(tunnel.Encapsulation), now);
        else if (why == DropReason.TimeToLiveExceeded) errors.TimeExceeded(packet, now);
    }
}
