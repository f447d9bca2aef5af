using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;
using DsMip.NativeIpsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>IPsec is the kernel's.</summary>
internal sealed class NativeEdgeFactory(
    HomeAgentOptions options, EdgeNetwork network, KernelIpsec ipsec, IKernelAssociations kernel, IKernelNumbers numbers, SignallingClassification classification,
    IMobileNodeDirectory directory, InFlightWindow inFlight, EntityRegion entities, KernelAnswers answers, PreBindingPaths preBinding,
    ProtectedHomes homes, TimeProvider clock) : IEdgeIpsecFactory
{
    /// <summary>Messages inside the kernel's IPsec at the same time.</summary>
    public const int Depth = 4096;

    public IEdgeIpsec Create(EdgeParts parts)
    {
        var messages = network.MobilityHeaders ?? throw new InvalidOperationException("the network was opened for another IPsec");
        var sink = new NativeSink(parts.Tun, parts.Metrics, clock);
        IIpsecPath path = options.Reassociation == ReassociationTechnique.Lock
            ? new LockedKernelPath(parts.Tun, messages, ipsec.Kernel, sink)
            : new CountedKernelPath(new KernelPath(parts.Tun, messages, sink), kernel, sink);
        var signalling = new KernelSignalling(
            options.HomeAgentAddress, classification, directory, options.Reassociation.Create(Depth), path, numbers, inFlight, entities, parts.Audit);
        sink.Attach(signalling);
        var ports = new PayloadPorts();
        return new NativeEdge(
            options.HomeAgentAddress, kernel, path, sink, signalling, answers,
            new ProtectedUplink(options.HomeAgentAddress, kernel, parts.Tun.Write, ports, parts.Table, parts.Metrics),
            new ProtectedDownlink(ports, parts), new KeyExchangePaths(preBinding, parts.Tun.Write, parts.Metrics),
            new ClearTraffic(options.HomeAgentAddress, homes, parts.Table), parts);
    }
}
