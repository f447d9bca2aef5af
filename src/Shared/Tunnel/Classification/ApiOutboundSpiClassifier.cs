namespace DsMip.Tunnel;

/// <summary>Asks the SAD. Exact, whatever the order and number of packets; right again after a rekey as soon as the oracle is.</summary>
public sealed class ApiOutboundSpiClassifier(ISpiOracle oracle) : IOutboundSpiClassifier
{
    public void Announce()
    {
        // The SPI says it all.
    }

    public bool IsBindingUpdate(uint spi) => oracle.ProtectsBindingUpdates(spi, out _);
}
