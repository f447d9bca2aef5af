using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Packets for home addresses and mobile networks, which the kernel routes into the TUN.</summary>
internal sealed class Downlink(HomeNetwork home, TunnelEntrance tunnels, IEdgeIpsec ipsec, SendBatch batch, IcmpErrors errors, HomeAgentMetrics metrics)
{
    public void Handle(Span<byte> buffer, int offset, int length, DateTimeOffset now)
    {
        var packet = buffer.Slice(offset, length);
        if (!InnerPacket.TryReadDestination(packet, out var destination)) metrics.Dropped(DropReason.BadVersion);
        // The kernel makes them of packets that come out of the TUN and go into it again, between two mobile nodes.
        else if (InnerPacket.IsRedirect(packet)) metrics.Dropped(DropReason.Redirect);
        else if (home.IsHome(destination) && ipsec.TryTakeDownlink(buffer, offset, length, now)) return;
        else if (tunnels.TryFind(destination, now, out var tunnel)) tunnels.Send(buffer, offset, length, tunnel, false, PacketDirection.Downlink, now);
        else if (home.IsHome(destination) || home.IsMobileNetwork(destination)) NotAway(packet, destination, now);
        else metrics.Dropped(DropReason.NotForUs);
    }

    /// <summary>No binding: it is at home, if there is a home. The mark of our socket leads past the route into the TUN.</summary>
    public void NotAway(ReadOnlySpan<byte> packet, IpAddress destination, DateTimeOffset now)
    {
        if (home.IsByHomeLink(destination))
        {
            metrics.Forwarded(PacketDirection.HomeLink);
            batch.Add(packet);
            return;
        }
        metrics.Dropped(DropReason.NoBinding);
        errors.Unreachable(packet, now);
    }
}
