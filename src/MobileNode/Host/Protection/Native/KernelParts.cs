using DsMip.Configuration;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Registration;
using DsMip.MobileNode.State;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Protection;

/// <summary>IPsec of the kernel, with keys by hand or by IKE. What is put into the kernel goes at the end.</summary>
internal sealed class KernelParts : IIpsecParts
{
    private readonly Stack<IDisposable> _parts = new();
    private readonly MobileNodeOptions _options;
    private readonly DropCounters _drops;
    private readonly ILogger _logger;
    private readonly MobilityHeaderSocket _messages;
    private readonly KernelAssociations _associations;
    private readonly KernelPolicies _policies;
    private readonly IKeys _keys;
    private readonly KernelBoundary _boundary;

    /// <exception cref="ConfigurationException">A part of the kernel or a capability is missing.</exception>
    public KernelParts(MobileNodeOptions options, TunDevice tun, NumberReservation numbers, DropCounters drops, ILogger logger)
    {
        (_options, _drops, _logger) = (options, drops, logger);
        try
        {
            XfrmFeatures.Require(options.Keys is { } keys ? [keys.BindingUpdate.Parameters.Suite, keys.BindingAcknowledgement.Parameters.Suite] : []);
            var kernel = Own(new XfrmNetlink());
            _messages = Own(new MobilityHeaderSocket(tun.Name));
            _policies = Own(new KernelPolicies(kernel, options));
            _associations = Own(new KernelAssociations(options.HomeAgentAddress, atHomeAgent: false, problem => logger.LogWarning("{Problem}", problem)));
            _keys = Own(Keys(kernel, numbers));
            _associations.Start();
            _boundary = new KernelBoundary(
                sink => new KernelPath(tun, _messages, sink), _keys, options.HomeAddress, options.HomeAgentAddress, options.ProtectPayload, drops,
                options.RouteOptimization);
            Departures = new KernelDepartures(
                SpiClassifier.Outbound(options.SpiTechnique, _associations), _associations, id => Find(kernel, id), options.HomeAddress, options.HomeAgentAddress);
        }
        catch (LinuxException e)
        {
            Dispose();
            throw new ConfigurationException("Ipsec", e.Message);
        }
    }

    public IIpsecBoundary Boundary => _boundary;

    public IDepartures Departures { get; }

    public HeldPackets Held { get; } = new();

    public NativeFrames FramesFor(Downlink downlink) =>
        new(_messages, _boundary, downlink, _drops, _options.HomeAgentAddress, _options.HomeAgentIpv4Address);

    public IProtection ProtectionOf(PacketLoop packets, ProtocolInbox inbox)
    {
        var mapping = _options.ProtectPayload
            ? new PayloadMapping(() => EchoRequest.Send(_options.HomeAddress, _options.HomeAgentAddress), packets.KeepPayloadMapping, () => packets.Received)
            : null;
        return new KernelProtection(_options.HomeAddress, _associations, _policies, _keys, mapping, inbox, _logger);
    }

    public void Dispose()
    {
        while (_parts.TryPop(out var part)) part.Dispose();
    }

    private IKeys Keys(XfrmNetlink kernel, NumberReservation numbers) => _options.Ike is { } ike
        ? new IkeKeys(_options, ike, new NegotiatedStates(kernel, _options.HomeAddress, _options.HomeAgentAddress), _logger)
        : new KeysByHand(kernel, _options.Keys!, numbers, _options.HomeAddress, _options.HomeAgentAddress, _logger);

    // On the packet loop, which goes on: the packet is taken for one of the tunnel.
    private XfrmState? Find(XfrmNetlink kernel, XfrmStateId id)
    {
        try
        {
            return kernel.Find(id);
        }
        catch (LinuxException e)
        {
            _drops.CountRefused(1, e.Errno);
            return null;
        }
    }

    private T Own<T>(T part) where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
