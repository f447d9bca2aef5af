using DsMip.IPsec;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 3, API: RFC 4301 4.4.2, the SPD-S entry for Binding Updates points to their SA.</summary>
internal sealed class OutboundOracle(SecurityAssociationDatabase sad, Subscriber subscriber) : ISpiOracle
{
    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress)
    {
        homeAddress = subscriber.HomeAddress;
        var update = new PacketSelectors(homeAddress, Place.HomeAgent, IpProtocol.MobilityHeader) { MhType = (byte)MobilityHeaderType.BindingUpdate };
        return sad.TryFindOutbound(update, out var own) && own.Value == spi;
    }
}

/// <summary>Req 4, API: RFC 4301 4.4.2.1, an inbound SA holds the selectors of what may come out of it.</summary>
internal sealed class InboundOracle(SecurityAssociationDatabase sad) : ISpiOracle
{
    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress)
    {
        homeAddress = default;
        if (!sad.TryGetInboundSelectors(new Spi(spi), out var selector) || !selector.Remote.IsHost) return false;
        homeAddress = selector.Remote.Host.AsIpv6;
        return selector is { Protocol: IpProtocol.MobilityHeader, MhType: (byte)MobilityHeaderType.BindingUpdate };
    }
}
