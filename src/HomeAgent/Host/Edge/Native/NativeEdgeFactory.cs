using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>IPsec is the kernel's.</summary>
internal sealed class NativeEdgeFactory(
    HomeAgentOptions options, EdgeNetwork network, KernelIpsec ipsec, IKernelAssociations kernel, IKernelNumbers numbers, SignallingClassification classification,
    IMobileNodeDirectory directory, InFlightWindow inFlight, EntityRegion entities, KernelAnswers answers, PreBindingPaths preBinding,
    ProtectedHomes homes, TimeProvider clock, SteeredEdge? steered = null) : IEdgeIpsecFactory
{
    /// <summary>Messages inside the kernel's IPsec at the same time.</summary>
    public const int Depth = 4096;

    /// <summary>
    /// For one home address. Each makes the edge's thread wait for the kernel, and whoever knows a home address can send it; who sends more makes that
    /// one wait. A mobile node sends one a second (RFC 6275 11.8).
    /// </summary>
    private const int LockedPerSecond = 50;

    public IEdgeIpsec Create(EdgeParts parts)
    {
        var messages = network.MobilityHeaders ?? throw new InvalidOperationException("the network was opened for another IPsec");
        var sink = new NativeSink(parts.Tun, parts.Metrics, clock);
        var locks = options.Reassociation == ReassociationTechnique.Lock;
        IIpsecPath path = locks
            ? new LockedKernelPath(parts.Tun, messages, ipsec.Questions, sink)
            : new CountedKernelPath(new KernelPath(parts.Tun, messages, sink), kernel, sink, clock);
        var budget = new SecondlyBudget<Ipv6Address>(locks ? LockedPerSecond : int.MaxValue);
        var signalling = new KernelSignalling(
            options.HomeAgentAddress, classification, directory, options.Reassociation.Create(Depth), path, budget, numbers, inFlight, entities, parts.Audit);
        sink.Attach(signalling);
        var ports = new PayloadPorts();
        var places = options.Interoperability.PayloadRebinding == PayloadRebinding.Address ? new PayloadPlaces(parts.Table) : null;
        return new NativeEdge(
            options.HomeAgentAddress, kernel, path, sink, signalling, answers,
            new ProtectedUplink(options.HomeAgentAddress, kernel, parts.Tun.Write, ports, parts.Table, parts.Metrics, places),
            new ProtectedDownlink(ports, parts, places), new KeyExchangePaths(preBinding, parts.Tun.Write, parts.Metrics),
            new ClearTraffic(options.HomeAgentAddress, homes, parts.Table), parts, steered);
    }
}
