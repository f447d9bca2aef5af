using DsMip.HomeAgent.Directory;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Which SPI protects whose Binding Updates: what the SADs of all entities would answer, known at the edge.</summary>
public sealed class SignallingSpis(IMobileNodeDirectory directory) : ISpiOracle
{
    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress) => directory.TryFindOwner(spi, out homeAddress);
}
