using DsMip.HomeAgent.Telemetry;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>ICMP errors about packets inside our tunnels (RFC 2473 8): learn the path MTU, tell the original sender.</summary>
internal sealed class TunnelErrors(BindingTable table, PathMtuTable pathMtus, IcmpErrors errors, IEdgeIpsec ipsec, HomeAgentMetrics metrics)
{
    public void Handle(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (!TunnelError.TryRead(frame, out var error, out _))
        {
            ipsec.HandleError(frame, now);
            return;
        }
        if (!error.IsAbout(frame, table, now))
        {
            metrics.Dropped(DropReason.OuterSourceMismatch);
            return;
        }
        if (error.PathMtu != 0) pathMtus.Lower(error.Tunnel.Remote, error.PathMtu, now);
        errors.Relay(frame, error, now);
    }
}
