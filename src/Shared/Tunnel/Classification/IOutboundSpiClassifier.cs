namespace DsMip.Tunnel;

/// <summary>
/// Req 3 of the draft, at the mobile node: of the sealed packets to the home agent, which is the Binding Update that has to leave by the new
/// path, while data stays on the old one? Used from one thread, the one that takes packets out of IPsec.
/// </summary>
public interface IOutboundSpiClassifier
{
    /// <summary>The protocol module is about to hand one Binding Update to IPsec. Call it for each one, retransmissions included.</summary>
    void Announce();

    /// <summary>Called once for each sealed packet, in order.</summary>
    bool IsBindingUpdate(uint spi);
}
