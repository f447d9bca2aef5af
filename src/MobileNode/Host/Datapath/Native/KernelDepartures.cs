using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>With the kernel's IPsec signalling, payload and key exchange come by the same interface: SPI and mode of the SA tell what a packet is.</summary>
/// <param name="find">The kernel itself, about a state so new that its notice has not come.</param>
internal sealed class KernelDepartures(
    IOutboundSpiClassifier classifier, KernelAssociations associations, Func<XfrmStateId, XfrmState?> find, Ipv6Address homeAddress, Ipv6Address homeAgent)
    : IDepartures
{
    public void Announce() => classifier.Announce();

    public Departure Of(ReadOnlySpan<byte> packet)
    {
        if (SealedPacket.TryReadSpi(packet, homeAgent, out var spi)) return classifier.IsBindingUpdate(spi) ? Departure.BindingUpdate : ByAssociation(spi);
        if (SealedPacket.IsFragment(packet, homeAgent)) return Departure.ProtectedPayload;
        return IkePacket.TryRead(packet, out var ike, out _) && ike.Destination == homeAgent ? Departure.Ike : Departure.Tunnel;
    }

    public bool Protects(uint spi) => associations.TryFindOutbound(homeAgent, spi, out var known) && known.Mode == XfrmMode.Tunnel;

    private Departure ByAssociation(uint spi)
    {
        if (associations.TryFindOutbound(homeAgent, spi, out var known)) return known.Mode == XfrmMode.Tunnel ? Departure.ProtectedPayload : Departure.NativeSignalling;
        if (find(new XfrmStateId(homeAgent, spi)) is not { } state) return Departure.Tunnel;
        if (state.Mode == XfrmMode.Tunnel) return Departure.ProtectedPayload;
        return state.Reqid == SignallingReqids.Of(homeAddress, AssociationPurpose.Signalling) ? Departure.BindingUpdate : Departure.NativeSignalling;
    }
}
