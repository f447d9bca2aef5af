using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Discovery;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>The edge's thread: a batch of frames in, a batch of frames out. No actor, no lock, no allocation for payload.</summary>
internal sealed class EdgeFrames(
    Uplink uplink, Downlink downlink, TunnelErrors errors, IEdgeIpsec ipsec, AddressDiscovery discovery, SendBatch batch, TimeProvider clock) : IFrameHandler
{
    private const int Ethernet = 1500;

    public static EdgeFrames Over(
        EdgeNetwork network, HomeAgentOptions options, BindingTable table, IMobileNodeDirectory directory, IEdgeIpsecFactory ipsecs,
        HomeAgentsOnLink homeAgents, HomeAgentMetrics metrics, AuditLog audit, TimeProvider clock)
    {
        var home = new HomeNetwork(options);
        // Who raises the TUN's MTU says that paths take as much; the uplink tells if not.
        var pathMtus = new PathMtuTable(Math.Max(Ethernet, options.TunnelMtu + Encapsulator.Headroom));
        var icmp = new IcmpErrors(new TunnelIcmp(options.HomeAgentAddress, options.HomeAgentIpv4Address ?? default), table, network.Sender);
        var batch = new SendBatch(network.Sender, new RefusedFrames(options, pathMtus, icmp, metrics, clock));
        var tunnels = new TunnelEntrance(table, pathMtus, batch, icmp, metrics);
        var ipsec = ipsecs.Create(new EdgeParts(table, pathMtus, batch, network.Sender, network.Tun, icmp, metrics, audit));
        var downlink = new Downlink(home, tunnels, ipsec, batch, icmp, metrics);
        var signalling = new SignallingErrors(options.HomeAgentAddress, table, directory, packet => network.Sender.Send(packet), metrics, audit);
        var uplink = new Uplink(home, table, ipsec, tunnels, downlink, network.Tun, signalling, metrics);
        var discovery = new AddressDiscovery(options, homeAgents, tunnels, packet => network.Sender.Send(packet), metrics, Random.Shared);
        return new EdgeFrames(uplink, downlink, new TunnelErrors(table, pathMtus, icmp, ipsec, metrics), ipsec, discovery, batch, clock);
    }

    /// <param name="wake">Makes the edge's thread call <see cref="Woken"/>.</param>
    public void Attach(Action wake) => ipsec.Attach(this, wake);

    public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        var now = clock.GetUtcNow();
        switch (source.Kind)
        {
            case FrameSourceKind.Tunnel: downlink.Handle(buffer, offset, length, now); break;
            case FrameSourceKind.IcmpError or FrameSourceKind.Icmpv6Error: errors.Handle(buffer.Slice(offset, length), now); break;
            case FrameSourceKind.AddressDiscovery: discovery.Handle(buffer.Slice(offset, length), now); break;
            case FrameSourceKind.MobilityHeader or FrameSourceKind.EspInUdp: ipsec.Handle(source, buffer, offset, length, now); break;
            default: uplink.Handle(buffer, offset, length, now); break;
        }
    }

    public void EndBatch() => batch.Flush();

    public void Woken() => ipsec.Woken();
}
