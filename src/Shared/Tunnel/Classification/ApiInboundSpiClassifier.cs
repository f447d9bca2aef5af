using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Asks the SAD for the selectors of the SPI. A packet whose source is not the SA's home address is no Binding Update: IPsec would discard it.
/// </summary>
public sealed class ApiInboundSpiClassifier(ISpiOracle oracle) : IInboundSpiClassifier
{
    public bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now) =>
        oracle.ProtectsBindingUpdates(spi, out var selected) && selected == homeAddress;
}
