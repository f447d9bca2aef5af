using System.Collections.Frozen;
using DsMip.HomeAgent.Directory;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge;

/// <summary>Which SPI protects whose Binding Updates: what the SADs of all entities would answer, known at the edge.</summary>
public sealed class SignallingSpis(IMobileNodeDirectory directory) : ISpiOracle
{
    private readonly FrozenDictionary<uint, Ipv6Address> _owners =
        directory.All.Where(node => node.Keys is not null).ToFrozenDictionary(node => node.Keys!.BindingUpdate.Spi.Value, node => node.HomeAddress);

    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress) => _owners.TryGetValue(spi, out homeAddress);
}
