using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Registration;

namespace DsMip.MobileNode.Protection;

/// <summary>What the daemon is put together from that depends on whose IPsec it is.</summary>
internal interface IIpsecParts : IDisposable
{
    IIpsecBoundary Boundary { get; }

    IDepartures Departures { get; }

    /// <summary>Where payload waits for a tunnel; null: in the TUN.</summary>
    HeldPackets? Held { get; }

    /// <summary>Null: there are no frames of the kernel's IPsec.</summary>
    NativeFrames? FramesFor(Downlink downlink);

    /// <summary>To be disposed by who asks.</summary>
    IProtection ProtectionOf(PacketLoop packets, ProtocolInbox inbox);
}
