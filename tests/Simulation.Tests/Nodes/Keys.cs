using DsMip.IPsec;
using DsMip.Simulation.Tests.World;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>The manual security associations of RFC 4877 4.3: Binding Updates under one, acknowledgements under the other, transport mode.</summary>
internal static class Keys
{
    public static SecurityPolicyDatabase HomeAgentPolicy => Policy(Place.HomeAgent, Place.HomePrefix);

    public static SecurityPolicyDatabase MobileNodePolicy(Subscriber subscriber) => Policy(subscriber.HomeAddress, Place.HomeAgent);

    public static OutboundSecurityAssociation SealUpdates(Subscriber subscriber) => new(
        Parameters(0x1000, subscriber), Selector(subscriber.HomeAddress, Place.HomeAgent, MobilityHeaderType.BindingUpdate));

    public static InboundSecurityAssociation OpenUpdates(Subscriber subscriber) => new(
        Parameters(0x1000, subscriber), Selector(Place.HomeAgent, subscriber.HomeAddress, MobilityHeaderType.BindingUpdate));

    public static OutboundSecurityAssociation SealAcknowledgements(Subscriber subscriber) => new(
        Parameters(0x2000, subscriber), Selector(Place.HomeAgent, subscriber.HomeAddress, MobilityHeaderType.BindingAcknowledgement));

    public static InboundSecurityAssociation OpenAcknowledgements(Subscriber subscriber) => new(
        Parameters(0x2000, subscriber), Selector(subscriber.HomeAddress, Place.HomeAgent, MobilityHeaderType.BindingAcknowledgement));

    /// <summary>Signalling in ESP or not at all; the rest passes.</summary>
    private static SecurityPolicyDatabase Policy(AddressSelector local, AddressSelector remote) => new(
        SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.MobilityHeader(local, remote)),
        SecurityPolicy.Bypass(PolicyDirection.Both, TrafficSelector.Any));

    private static TrafficSelector Selector(Ipv6Address local, Ipv6Address remote, MobilityHeaderType type) =>
        TrafficSelector.MobilityHeader(local, remote, (byte)type);

    private static SecurityAssociationParameters Parameters(uint block, Subscriber subscriber)
    {
        var spi = new Spi(block + (uint)subscriber.Number);
        var key = new byte[20];
        for (var i = 0; i < key.Length; i++) key[i] = (byte)(spi.Value * 7 + block / 0x1000 + (uint)i * 31);
        return new SecurityAssociationParameters(spi, EspSuite.AesGcm128, key, []);
    }
}
