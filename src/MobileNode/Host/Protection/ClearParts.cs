using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Registration;

namespace DsMip.MobileNode.Protection;

/// <summary>No IPsec, for labs.</summary>
internal sealed class ClearParts(MobileNodeOptions options, DropCounters drops) : IIpsecParts
{
    private readonly ClearBoundary _boundary = new(options.HomeAddress, drops);

    public IIpsecBoundary Boundary => _boundary;

    public IDepartures Departures => _boundary;

    public HeldPackets? Held => null;

    public NativeFrames? FramesFor(Downlink downlink) => null;

    public IProtection ProtectionOf(PacketLoop packets, ProtocolInbox inbox) => new BitsProtection(new ProtectionStatus("None", "none, INSECURE: signalling is in the clear and believed"));

    public void Dispose() => _boundary.Dispose();
}
