using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge;

/// <summary>What an edge's thread consists of, as far as IPsec has use for it.</summary>
internal sealed record EdgeParts(
    BindingTable Table, PathMtuTable PathMtus, SendBatch Batch, FrameSender Sender, TunDevice Tun, IcmpErrors Errors, HomeAgentMetrics Metrics, AuditLog Audit);

/// <summary>Makes the IPsec of an edge's thread.</summary>
internal interface IEdgeIpsecFactory
{
    IEdgeIpsec Create(EdgeParts parts);
}

/// <summary>IPsec is with the entities.</summary>
internal sealed class BitsEdgeFactory(SignallingAdmission signalling, ClearSignalling clear) : IEdgeIpsecFactory
{
    public IEdgeIpsec Create(EdgeParts parts) => new BitsEdge(signalling, clear);
}
