using DsMip.Configuration;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Registration;
using DsMip.MobileNode.State;
using DsMip.Tunnel;

namespace DsMip.MobileNode.Protection;

/// <summary>IPsec in this process, with keys by hand.</summary>
internal sealed class BitsParts : IIpsecParts
{
    private readonly BitsBoundary _boundary;

    public BitsParts(MobileNodeOptions options, NumberReservation numbers, DropCounters drops)
    {
        _boundary = new BitsBoundary(options, options.Keys!, numbers, drops);
        Departures = new BitsDepartures(SpiClassifier.Outbound(options.SpiTechnique, _boundary), options.HomeAgentAddress);
    }

    public IIpsecBoundary Boundary => _boundary;

    public IDepartures Departures { get; }

    public HeldPackets? Held => null;

    public NativeFrames? FramesFor(Downlink downlink) => null;

    public IProtection ProtectionOf(PacketLoop packets, ProtocolInbox inbox) => new BitsProtection(new ProtectionStatus(nameof(IpsecImplementation.Bits), "by hand: signalling"));

    public void Dispose() => _boundary.Dispose();
}
