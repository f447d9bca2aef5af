using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Req 4 of the draft, at the home agent: is this sealed packet, about to enter IPsec, a Binding Update whose outer source has to be noted? Safe
/// for concurrent use.
/// </summary>
public interface IInboundSpiClassifier
{
    /// <summary>Called once for each ESP packet from a home address to the home agent.</summary>
    /// <param name="homeAddress">The packet's IPv6 source after decapsulation. Anybody can write it.</param>
    bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now);

    /// <summary>
    /// The clear Binding Update of this home address has come out of IPsec without a flow label tag: how did it reach us? False: nothing was
    /// noted, and then, with <see cref="SpiTechnique.Heuristic"/>, it came by the tunnel that is in force.
    /// </summary>
    bool TryTake(Ipv6Address homeAddress, out Ingress ingress);
}
