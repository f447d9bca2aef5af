using DsMip.IPsec;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>
/// The host-wide SPD of the draft's Req 2 and an SA for each of its entries and directions (RFC 3776 5.2, RFC 4877 5), at both ends: no interface,
/// no care-of address; what is left for the last entry is payload.
/// </summary>
internal static class DraftPolicy
{
    private static readonly Subscriber Mobile = Subscriber.All[0];
    private static readonly AddressSelector AnyIpv6 = Ipv6Prefix.Parse("::/0");
    private static readonly AddressSelector AnyIpv4 = Ipv4Prefix.Parse("0.0.0.0/0");
    private static readonly TunnelEndpoints AtMobileNode = new(Mobile.HomeAddress, Place.HomeAgent);
    private static readonly TunnelEndpoints AtHomeAgent = new(Place.HomeAgent, Mobile.HomeAddress);

    public static IpsecBoundary MobileNode() => Fill(new IpsecBoundary(new SecurityPolicyDatabase(MobileNodeEntries)), atHomeAgent: false);

    public static IpsecBoundary HomeAgent() => Fill(new IpsecBoundary(new SecurityPolicyDatabase(HomeAgentEntries)), atHomeAgent: true);

    public static SecurityPolicy[] MobileNodeEntries => Entries(Mobile.HomeAddress, Place.HomeAgent, Mobile.HomeAddress, AnyIpv6, Mobile.Ipv4HomeAddress, AnyIpv4);

    public static SecurityPolicy[] HomeAgentEntries => Entries(Place.HomeAgent, Mobile.HomeAddress, AnyIpv6, Mobile.HomeAddress, AnyIpv4, Mobile.Ipv4HomeAddress);

    /// <summary>The SAs, the widest one last, so that nothing but the policy keeps it away from what earlier entries protect.</summary>
    public static IpsecBoundary Fill(IpsecBoundary ipsec, bool atHomeAgent)
    {
        Pair(ipsec, atHomeAgent, 0x100, (local, remote, up) => TrafficSelector.MobilityHeader(
            local, remote, (byte)(up ? MobilityHeaderType.BindingUpdate : MobilityHeaderType.BindingAcknowledgement)), transport: true);
        Pair(ipsec, atHomeAgent, 0x200, (local, remote, up) => TrafficSelector.MobilityHeader(
            Wide(local, AnyIpv6), Wide(remote, AnyIpv6), (byte)(up ? MobilityHeaderType.HomeTestInit : MobilityHeaderType.HomeTest)), transport: false);
        Pair(ipsec, atHomeAgent, 0x300, (local, remote, up) => TrafficSelector.Icmpv6(
            local, remote, (byte)(up ? Icmpv6Type.MobilePrefixSolicitation : Icmpv6Type.MobilePrefixAdvertisement)), transport: true);
        Pair(ipsec, atHomeAgent, 0x500, (local, remote, _) => new TrafficSelector(Ipv4(local), Ipv4(remote)), transport: false);
        Pair(ipsec, atHomeAgent, 0x400, (local, remote, _) => new TrafficSelector(Wide(local, AnyIpv6), Wide(remote, AnyIpv6)), transport: false);
        return ipsec;
    }

    private static SecurityPolicy[] Entries(
        AddressSelector local, AddressSelector remote, AddressSelector through, AddressSelector beyond, AddressSelector through4, AddressSelector beyond4) =>
    [
        SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.MobilityHeader(local, remote)),
        SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.MobilityHeader(through, beyond), IpsecMode.Tunnel),
        SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Icmpv6(local, remote, (byte)Icmpv6Type.MobilePrefixSolicitation)),
        SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Icmpv6(local, remote, (byte)Icmpv6Type.MobilePrefixAdvertisement)),
        SecurityPolicy.Protect(PolicyDirection.Both, new TrafficSelector(through, beyond), IpsecMode.Tunnel),
        SecurityPolicy.Protect(PolicyDirection.Both, new TrafficSelector(through4, beyond4), IpsecMode.Tunnel),
    ];

    /// <summary>0x1xxx up to the home agent, 0x2xxx down from it.</summary>
    private static void Pair(
        IpsecBoundary ipsec, bool atHomeAgent, uint number, Func<AddressSelector, AddressSelector, bool, TrafficSelector> selector, bool transport)
    {
        var (local, remote) = atHomeAgent ? (Place.HomeAgent, Mobile.HomeAddress) : (Mobile.HomeAddress, Place.HomeAgent);
        TunnelEndpoints? tunnel = transport ? null : atHomeAgent ? AtHomeAgent : AtMobileNode;
        var (inbound, outbound) = atHomeAgent ? (0x1000u, 0x2000u) : (0x2000u, 0x1000u);
        ipsec.With(new OutboundSecurityAssociation(Parameters(outbound + number), selector(local, remote, !atHomeAgent), tunnel));
        ipsec.With(new InboundSecurityAssociation(Parameters(inbound + number), selector(local, remote, atHomeAgent), tunnel));
    }

    /// <summary>Behind the home agent is everybody.</summary>
    private static AddressSelector Wide(AddressSelector address, AddressSelector all) => address.Host == Place.HomeAgent ? all : address;

    private static AddressSelector Ipv4(AddressSelector address) => address.Host == Place.HomeAgent ? AnyIpv4 : Mobile.Ipv4HomeAddress;

    private static SecurityAssociationParameters Parameters(uint spi)
    {
        var key = new byte[20];
        for (var i = 0; i < key.Length; i++) key[i] = (byte)(spi * 7 + (spi >> 8) + (uint)i * 31);
        return new SecurityAssociationParameters(new Spi(spi), EspSuite.AesGcm128, key, []);
    }
}
