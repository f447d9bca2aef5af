using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>The edge's thread: a batch of frames in, a batch of frames out. No actor, no lock, no allocation for payload.</summary>
internal sealed class EdgeFrames(
    Uplink uplink, Downlink downlink, TunnelErrors errors, SendBatch batch, HomeAgentMetrics metrics, TimeProvider clock) : IFrameHandler
{
    public static EdgeFrames Over(
        EdgeNetwork network, HomeAgentOptions options, BindingTable table, SignallingAdmission signalling, HomeAgentMetrics metrics, AuditLog audit,
        TimeProvider clock)
    {
        var batch = new SendBatch(network.Sender);
        var home = new HomeNetwork(options);
        var pathMtus = new PathMtuTable();
        var icmp = new IcmpErrors(new TunnelIcmp(options.HomeAgentAddress, options.HomeAgentIpv4Address ?? default), table, batch);
        var tunnels = new TunnelEntrance(table, pathMtus, batch, icmp, metrics);
        var downlink = new Downlink(home, tunnels, batch, icmp, metrics);
        var uplink = new Uplink(home, table, signalling, tunnels, downlink, network.Tun, metrics, audit);
        return new EdgeFrames(uplink, downlink, new TunnelErrors(table, pathMtus, icmp, metrics), batch, metrics, clock);
    }

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
