using System.Collections.Frozen;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>The kernel's SAD, listed once.</summary>
internal sealed class SadOracle(XfrmNetlink kernel) : ISpiOracle
{
    private readonly FrozenDictionary<uint, Ipv6Address> _updates = kernel.GetStates()
        .Where(state => state.Id.Destination == Place.HomeAgent && state.Selector is { Protocol: IpProtocol.MobilityHeader })
        .ToFrozenDictionary(state => state.Id.Spi, state => state.Source.AsIpv6);

    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress) => _updates.TryGetValue(spi, out homeAddress);
}
