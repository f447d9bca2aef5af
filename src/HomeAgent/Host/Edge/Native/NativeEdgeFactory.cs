using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.NativeIpsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>IPsec is the kernel's.</summary>
internal sealed class NativeEdgeFactory(
    HomeAgentOptions options, EdgeNetwork network, IKernelAssociations kernel, IKernelNumbers numbers, SignallingClassification classification,
    IMobileNodeDirectory directory, InFlightWindow inFlight, EntityRegion entities, KernelAnswers answers, PreBindingPaths preBinding,
    ProtectedHomes homes, TimeProvider clock) : IEdgeIpsecFactory
{
    /// <summary>Messages inside the kernel's IPsec at the same time.</summary>
    public const int Depth = 4096;

    public IEdgeIpsec Create(EdgeParts parts)
    {
        var messages = network.MobilityHeaders ?? throw new InvalidOperationException("the network was opened for another IPsec");
        var sink = new NativeSink(parts.Tun, parts.Metrics, clock);
        var path = new KernelPath(parts.Tun, messages, sink);
        var signalling = new KernelSignalling(
            options.HomeAgentAddress, classification, directory, options.Reassociation.Create(Depth), path, numbers, inFlight, entities, parts.Audit);
        sink.Attach(signalling);
        var ports = new PayloadPorts();
        return new NativeEdge(
            options.HomeAgentAddress, kernel, path, sink, signalling, answers,
            new ProtectedUplink(options.HomeAgentAddress, kernel, parts.Tun.Write, ports, parts.Table, parts.Metrics),
            new ProtectedDownlink(ports, parts), new KeyExchangePaths(preBinding, parts.Tun.Write, parts.Metrics), homes, parts);
    }
}
