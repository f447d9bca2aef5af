using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>One packet of each kind that passes between a mobile node and its home agent, in the clear.</summary>
/// <param name="Name">As RFC 3776 5 calls it.</param>
/// <param name="Spi">The SA that has to carry it.</param>
/// <param name="FromMobileNode">Else from the home agent, or through it.</param>
internal sealed record MobileIpTraffic(string Name, uint Spi, bool FromMobileNode, byte[] Packet)
{
    private static readonly Subscriber Mobile = Subscriber.All[0];

    /// <summary>RFC 3776 5.2 calls the SAs 1 to 8; payload over IPv4 has one pair more here, because a selector is of one family.</summary>
    public static readonly MobileIpTraffic[] All =
    [
        Signalling("Binding Update", 0x1100, true, new BindingUpdate(
            new SequenceNumber(7), BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.Acknowledge, new BindingLifetime(100), MobilityOptions.None)),
        Signalling("Binding Acknowledgement", 0x2100, false, new BindingAcknowledgement(
            BindingStatus.Accepted, BindingAcknowledgementFlags.None, new SequenceNumber(7), new BindingLifetime(100), MobilityOptions.None)),
        RoutedTest("Home Test Init", 0x1200, true, new HomeTestInit(1, MobilityOptions.None)),
        RoutedTest("Home Test", 0x2200, false, new HomeTest(1, 2, 3, MobilityOptions.None)),
        Discovery("Mobile Prefix Solicitation", 0x1300, true, new MobilePrefixSolicitation(9)),
        Discovery("Mobile Prefix Advertisement", 0x2300, false, new MobilePrefixAdvertisement(9, false, false, default)),
        new("payload up", 0x1400, true, Payload.Write(Mobile.HomeAddress, Place.Correspondent, 1)),
        new("payload down", 0x2400, false, Payload.Write(Place.Correspondent, Mobile.HomeAddress, 2)),
        new("payload to the home agent itself", 0x1400, true, Payload.Write(Mobile.HomeAddress, Place.HomeAgent, 3)),
        new("IPv4 payload up", 0x1500, true, Payload.Write(Mobile.Ipv4HomeAddress, Place.CorrespondentIpv4, 4)),
        new("IPv4 payload down", 0x2500, false, Payload.Write(Place.CorrespondentIpv4, Mobile.Ipv4HomeAddress, 5)),
    ];

    public static MobileIpTraffic Of(string name) => All.Single(kind => kind.Name == name);

    public override string ToString() => Name;

    private static MobileIpTraffic Signalling(string name, uint spi, bool fromMobileNode, IMobilityMessage message) => new(
        name, spi, fromMobileNode,
        fromMobileNode ? MobilityPacket.Write(Mobile.HomeAddress, Place.HomeAgent, message) : MobilityPacket.Write(Place.HomeAgent, Mobile.HomeAddress, message));

    private static MobileIpTraffic RoutedTest(string name, uint spi, bool fromMobileNode, IMobilityMessage message) => new(
        name, spi, fromMobileNode,
        fromMobileNode ? MobilityPacket.Write(Mobile.HomeAddress, Place.Correspondent, message) : MobilityPacket.Write(Place.Correspondent, Mobile.HomeAddress, message));

    private static MobileIpTraffic Discovery(string name, uint spi, bool fromMobileNode, Icmpv6Message message)
    {
        var (source, destination) = fromMobileNode ? (Mobile.HomeAddress, Place.HomeAgent) : (Place.HomeAgent, Mobile.HomeAddress);
        var length = Icmpv6Codec.Measure(message);
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.Icmpv6, 64, source, destination).Write(packet);
        Icmpv6Codec.Write(message, source, destination, packet.AsSpan(Ipv6Header.Size));
        return new MobileIpTraffic(name, spi, fromMobileNode, packet);
    }
}
