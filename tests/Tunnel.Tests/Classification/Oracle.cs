using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Classification;

/// <summary>A SAD reduced to the question that is asked of it.</summary>
internal sealed class Oracle : ISpiOracle
{
    private readonly Dictionary<uint, Ipv6Address> _bindingUpdates = [];

    public Oracle With(uint spi, Ipv6Address homeAddress)
    {
        _bindingUpdates[spi] = homeAddress;
        return this;
    }

    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress) => _bindingUpdates.TryGetValue(spi, out homeAddress);
}
