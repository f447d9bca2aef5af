using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// Asks the SAD for the selectors of the SPI. A packet whose source is not the SA's home address is no Binding Update: IPsec would discard it.
/// </summary>
/// <param name="capacity">Binding Updates inside IPsec whose ingress is kept for <see cref="TryTake"/>.</param>
public sealed class ApiInboundSpiClassifier(ISpiOracle oracle, int capacity = 4096) : IInboundSpiClassifier
{
    private readonly PendingIngress _pending = new(capacity);

    public bool IsBindingUpdate(uint spi, Ipv6Address homeAddress, in Ingress ingress, DateTimeOffset now)
    {
        if (!oracle.ProtectsBindingUpdates(spi, out var selected) || selected != homeAddress) return false;
        _pending.Note(homeAddress, ingress);
        return true;
    }

    public bool TryTake(Ipv6Address homeAddress, out Ingress ingress) => _pending.TryTake(homeAddress, out ingress);
}
