using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Req 4 of the draft, first half, at the home agent: is this sealed packet, about to enter IPsec, a Binding Update whose outer source has to be
/// noted? The second half is <see cref="IReassociation"/>. Safe for concurrent use.
/// </summary>
public interface IInboundSpiClassifier
{
    /// <param name="homeAddress">The IPv6 source of the ESP packet after decapsulation. Anybody can write it.</param>
    bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now);
}
