using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// The IPsec boundary of the mobile node: every packet passes it, signalling and payload alike, in either direction. Policies and SAs name the
/// home address and the home agent and never a care-of address (Req 2 of the draft). Belongs to the poller's thread.
/// </summary>
internal interface IIpsecBoundary : IDisposable
{
    Ipv6Address HomeAddress { get; }

    /// <summary>There is no IPsec: signalling is clear in both directions.</summary>
    bool IsClear => false;

    /// <summary>Mobility Headers between the home address and correspondents are under ESP between here and the home agent (RFC 6275 10.4.6), and not taken without.</summary>
    bool ProtectsReturnRoutability => false;

    /// <summary>The highest ESP sequence number accepted with keys by hand.</summary>
    ulong HighestAccepted { get; }

    /// <summary>The next ESP sequence number of a Binding Update; null: nobody has to remember it. Any thread may look.</summary>
    /// <exception cref="DsMip.Linux.LinuxException">The kernel does not tell now.</exception>
    ulong? NextEspNumber { get; }

    void ReserveThrough(ulong number);

    /// <summary>Seals a packet of the protocol module. What comes out goes to <paramref name="output"/>, in this call wherever IPsec is done by then.</summary>
    void Seal(ReadOnlySpan<byte> packet, ISealedPackets output);

    /// <summary>Opens a packet that the home agent sealed. What comes out goes to <paramref name="output"/>, in this call wherever IPsec is done by then.</summary>
    void Open(Span<byte> packet, in Ingress ingress, IOpenedPackets output);

    /// <summary>May a packet out of the TUN leave as it is? A Mobility Header that did not come from the protocol module may not, and takes no number of
    /// the SA.</summary>
    bool PassesOut(ReadOnlySpan<byte> packet);

    /// <summary>May payload come in as it is?</summary>
    bool PassesIn(ReadOnlySpan<byte> packet);
}

/// <summary>Takes what IPsec has sealed.</summary>
internal interface ISealedPackets
{
    /// <param name="buffer">Valid during the call, with room for outer headers.</param>
    void Sealed(Span<byte> buffer, int offset, int length);
}

/// <summary>Takes what IPsec has opened.</summary>
internal interface IOpenedPackets
{
    /// <param name="packet">Valid during the call.</param>
    /// <param name="ingress">How the frame came that it was in.</param>
    void Opened(ReadOnlySpan<byte> packet, in Ingress ingress);
}
