using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>With IPsec in this process nothing but the SPI tells a Binding Update from other packets to the home agent.</summary>
internal sealed class BitsDepartures(IOutboundSpiClassifier classifier, Ipv6Address homeAgent) : IDepartures
{
    public void Announce() => classifier.Announce();

    public Departure Of(ReadOnlySpan<byte> packet) =>
        SealedPacket.TryReadSpi(packet, homeAgent, out var spi) && classifier.IsBindingUpdate(spi) ? Departure.BindingUpdate : Departure.Tunnel;

    // Signalling only.
    public bool Protects(uint spi) => false;
}
