using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;
using DsMip.Wire.Neighbors;

namespace DsMip.Wire.Tests.Oracles;

/// <summary>Every message, option and header once, with the values that tshark must print.</summary>
internal static class TsharkCases
{
    private static readonly Ipv6Address CareOf = Ipv6Address.Parse("2001:db8:2::2");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv4Address Private = Ipv4Address.Parse("10.1.2.3");
    private static readonly Ipv4Address Public = Ipv4Address.Parse("198.51.100.1");

    public static IEnumerable<TsharkCase> All =>
    [
        .. Messages,
        .. Options,
        .. Headers,
        .. Icmp,
        .. Icmp4,
    ];

    private static IEnumerable<TsharkCase> Messages =>
    [
        Mobility("BRR", new BindingRefreshRequest(MobilityOptions.None), ("mip6.mhtype", "0"), ("mip6.hlen", "0"), ("mip6.proto", "59")),
        Mobility("HoTI", new HomeTestInit(0x1122334455667788, MobilityOptions.None), ("mip6.mhtype", "1"),
            ("mip6.hoti.cookie", "0x1122334455667788")),
        Mobility("CoTI", new CareOfTestInit(0x99aabbccddeeff00, MobilityOptions.None), ("mip6.mhtype", "2"),
            ("mip6.coti.cookie", "0x99aabbccddeeff00")),
        Mobility("HoT", new HomeTest(513, 0x1122334455667788, 0x99aabbccddeeff00, MobilityOptions.None), ("mip6.mhtype", "3"),
            ("mip6.hot.nindex", "513"), ("mip6.hot.cookie", "0x1122334455667788"), ("mip6.hot.token", "0x99aabbccddeeff00")),
        Mobility("CoT", new CareOfTest(770, 0x1122334455667788, 0x99aabbccddeeff00, MobilityOptions.None), ("mip6.mhtype", "4"),
            ("mip6.cot.nindex", "770"), ("mip6.cot.cookie", "0x1122334455667788")),
        Update("BU A H F", BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.ForceUdpEncapsulation,
            "11000001"),
        Update("BU L K", BindingUpdateFlags.LinkLocalAddressCompatibility | BindingUpdateFlags.KeyManagementMobilityCapability, "00110000"),
        Update("BU M R P", BindingUpdateFlags.MapRegistration | BindingUpdateFlags.MobileRouter | BindingUpdateFlags.ProxyRegistration, "00001110"),
        Mobility("BA K", new BindingAcknowledgement(
            BindingStatus.SequenceNumberOutOfWindow, BindingAcknowledgementFlags.KeyManagementMobilityCapability, new(0xfffe),
                new(150), MobilityOptions.None),
            ("mip6.mhtype", "6"), ("mip6.hlen", "1"), ("mip6.ba.status", "135"), ("mip6.ba.k_flag", "1"), ("mip6.nemo.ba.r_flag", "0"),
            ("mip6.ba.seqnr", "65534"), ("mip6.ba.lifetime", "150")),
        Mobility("BA R", new BindingAcknowledgement(
            BindingStatus.CannotForceUdpEncapsulation, BindingAcknowledgementFlags.MobileRouter, new(1), new(2), MobilityOptions.None),
            ("mip6.ba.status", "144"), ("mip6.ba.k_flag", "0"), ("mip6.nemo.ba.r_flag", "1")),
        Mobility("BE", new BindingError(BindingErrorStatus.UnrecognizedMobilityHeaderType, Home, MobilityOptions.None),
            ("mip6.mhtype", "7"), ("mip6.be.status", "2"), ("mip6.be.haddr", "2001:db8:1::100")),
        Mobility("HAS", new HomeAgentSwitch([Agent, CareOf], MobilityOptions.Of(new BindingRefreshAdviceOption(new(75)))),
            ("mip6.mhtype", "12"), ("mip6.hlen", "5"), ("mip6.has.num_addrs", "2"), ("mip6.has.address", "2001:db8:1::1;2001:db8:2::2")),
        Mobility("BRI", new BindingRevocationIndication(RevocationTrigger.AdministrativeReason, 0xfedc, BindingRevocationFlags.None, MobilityOptions.None),
            ("mip6.mhtype", "16"), ("mip6.hlen", "1"), ("mip6.bri_br.type", "1"), ("mip6.bri_r.trigger", "1"), ("mip6.bri_seqnr", "65244"),
            ("mip6.bri_ip", "0"), ("mip6.bri_iv", "0"), ("mip6.bri_ig", "0")),
        Mobility("BRI V", new BindingRevocationIndication(
            RevocationTrigger.PossibleOutOfSyncBceState, 1, BindingRevocationFlags.Ipv4HomeAddressBindingOnly,
                MobilityOptions.Of(new Ipv4HomeAddressOption(32, false, Private))),
            ("mip6.bri_r.trigger", "7"), ("mip6.bri_ip", "0"), ("mip6.bri_iv", "1"), ("mip6.bri_ig", "0"), ("mip6.ipv4ha.ha", "10.1.2.3")),
        Mobility("BRA P G", new BindingRevocationAcknowledgement(
            RevocationStatus.ProxyBindingRevocationNotSupported, 2, BindingRevocationFlags.ProxyBinding | BindingRevocationFlags.Global, MobilityOptions.None),
            ("mip6.mhtype", "16"), ("mip6.bri_br.type", "2"), ("mip6.bri_status", "135"), ("mip6.bri_seqnr", "2"), ("mip6.bri_ap", "1"),
            ("mip6.bri_av", "0"), ("mip6.bri_ag", "1")),
    ];

    private static IEnumerable<TsharkCase> Options =>
    [
        Option("advice", new BindingRefreshAdviceOption(new(300)), ("mip6.bra.interval", "300")),
        Option("alternate care-of", new AlternateCareOfAddressOption(CareOf), ("mip6.acoa.acoa", "2001:db8:2::2")),
        Option("nonces", new NonceIndicesOption(258, 772), ("mip6.ni.hni", "258"), ("mip6.ni.cni", "772")),
        Option("authenticator", new BindingAuthorizationDataOption([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ("mip6.bad.auth", "0102030405060708090a0b0c")),
        Option("network prefix", new MobileNetworkPrefixOption(56, Ipv6Address.Parse("2001:db8:5600::")),
            ("mip6.nemo.mnp.pfl", "56"), ("mip6.nemo.mnp.mnp", "2001:db8:5600::")),
        Option("identifier", new MobileNodeIdentifierOption(1, ValueArray.Create("mn@example.org"u8)),
            ("mip6.mnid.subtype", "1"), ("mip6.mnid.identifier", "mn@example.org")),
        // Of the name tshark 4.0 leaves out the last bytes.
        Option("DNS update", DnsUpdateOption.Of(DnsUpdateStatus.UpdateFailed, true, "mn.example.org"), ("mip6.dnsu.status", "130"), ("mip6.dnsu.flag.r", "1")),
        Option("IPv4 home address", new Ipv4HomeAddressOption(24, true, Private),
            ("mip6.ipv4ha.preflen", "24"), ("mip6.ipv4ha.p_flag", "1"), ("mip6.ipv4ha.ha", "10.1.2.3")),
        Option("IPv4 acknowledgement", new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 32, Private),
            ("mip6.ipv4aa.sts", "130"), ("mip6.ipv4ha.preflen", "32"), ("mip6.ipv4ha.ha", "10.1.2.3")),
        Option("NAT F", new NatDetectionOption(true, 110), ("mip6.natd.f_flag", "1"), ("mip6.natd.refresh_t", "110")),
        Option("NAT", new NatDetectionOption(false, NatDetectionOption.NoKeepaliveNeeded), ("mip6.natd.f_flag", "0"),
            ("mip6.natd.refresh_t", "4294967295")),
        Option("IPv4 care-of", new Ipv4CareOfAddressOption(Private), ("mip6.ipv4coa.addr", "10.1.2.3")),
    ];

    private static IEnumerable<TsharkCase> Headers
    {
        get
        {
            var update = new BindingUpdate(new(9), BindingUpdateFlags.Acknowledge,
                new(15), MobilityOptions.Of(new AlternateCareOfAddressOption(CareOf)));
            yield return new("home address option", new OraclePacket(CareOf, Agent, Home, null, update).Write(),
                ("ipv6.opt.mipv6.home_address", "2001:db8:1::100"), ("mip6.bu.seqnr", "9"), ("mip6.acoa.acoa", "2001:db8:2::2"));
            yield return new("routing header", new OraclePacket(Agent, CareOf, null, Home, update).Write(),
                ("ipv6.routing.type", "2"), ("ipv6.routing.segleft", "1"), ("ipv6.routing.mipv6.home_address", "2001:db8:1::100"),
                    ("mip6.bu.seqnr", "9"));
            yield return new("flow label", WithFlowLabel(), ("ipv6.flow", "0x0abcde"), ("ipv6.tclass", "0x000000b9"), ("ipv6.hlim", "63"));
            yield return new("UDP 4191", InUdp(new OraclePacket(Home, Agent, null, null, update).Write()),
                ("ip.checksum.status", "1"), ("ip.ttl", "63"), ("ip.flags.df", "1"), ("ip.dsfield", "0xb8"), ("udp.dstport", "4191"),
                    ("udp.checksum.status", "1"),
                ("ipv6.src", "2001:db8:1::100"), ("mip6.bu.seqnr", "9"));
        }
    }

    private static IEnumerable<TsharkCase> Icmp =>
    [
        Icmp6("DHAAD request", new HomeAgentAddressDiscoveryRequest(0x1234), ("icmpv6.type", "144"), ("icmpv6.mip6.identifier", "4660")),
        Icmp6("DHAAD reply", new HomeAgentAddressDiscoveryReply(0x1234, [Agent, Home]),
            ("icmpv6.type", "145"), ("icmpv6.mip6.identifier", "4660"), ("icmpv6.mip6.home_agent_address", "2001:db8:1::1;2001:db8:1::100")),
        Icmp6("MPS", new MobilePrefixSolicitation(7), ("icmpv6.type", "146"), ("icmpv6.mip6.identifier", "7")),
        Icmp6("MPA", new MobilePrefixAdvertisement(
            8, true, false, [new(64, PrefixInformationFlags.OnLink | PrefixInformationFlags.RouterAddress, 7200, 3600, Agent)]),
            ("icmpv6.type", "147"), ("icmpv6.mip6.identifier", "8"), ("icmpv6.mip6.flag.m", "1"), ("icmpv6.mip6.flag.o", "0"),
            ("icmpv6.opt.prefix.length", "64"), ("icmpv6.opt.prefix.flag.l", "1"), ("icmpv6.opt.prefix.flag.a", "0"),
                ("icmpv6.opt.prefix.flag.r", "1"),
            ("icmpv6.opt.prefix.valid_lifetime", "7200"), ("icmpv6.opt.prefix.preferred_lifetime", "3600"), ("icmpv6.opt.prefix", "2001:db8:1::1")),
        RouterAdvertisement("RA of a home agent", Tests.Icmp.RouterAdvertisementTests.Whole, ("icmpv6.type", "134"), ("icmpv6.nd.ra.flag.h", "1"),
            ("icmpv6.nd.ra.flag.m", "0"), ("icmpv6.nd.ra.router_lifetime", "1800"), ("icmpv6.opt.type", "1;3;7;8"),
            ("icmpv6.opt.src_linkaddr", "02:00:00:00:00:01"), ("icmpv6.opt.prefix.flag.r", "1"), ("icmpv6.opt.prefix", "2001:db8:1::1"),
            ("icmpv6.opt.advertisement_interval", "600000"), ("icmpv6.opt.home_agent_preference", "10"), ("icmpv6.opt.home_agent_lifetime", "3600")),
        Error6("too big", Icmpv6Error.PacketTooBig(1400), ("icmpv6.type", "2"), ("icmpv6.mtu", "1400")),
        Error6("unreachable", Icmpv6Error.DestinationUnreachable(Icmpv6UnreachableCode.AddressUnreachable), ("icmpv6.type", "1"),
            ("icmpv6.code", "3")),
        Error6("hop limit", Icmpv6Error.HopLimitExceeded, ("icmpv6.type", "3"), ("icmpv6.code", "0")),
        Error6("parameter", Icmpv6Error.ParameterProblem(Icmpv6ParameterProblemCode.UnrecognizedOption, 46), ("icmpv6.code", "2"),
            ("icmpv6.pointer", "46")),
    ];

    private static IEnumerable<TsharkCase> Icmp4 =>
    [
        Error4("fragmentation needed", Icmpv4Error.FragmentationNeeded(1400), ("icmp.type", "3"), ("icmp.code", "4"), ("icmp.mtu", "1400")),
        Error4("time to live", Icmpv4Error.TimeToLiveExceeded, ("icmp.type", "11"), ("icmp.code", "0")),
    ];

    private static TsharkCase Mobility(string name, IMobilityMessage message, params (string, string)[] expected) =>
        new(name, new OraclePacket(Home, Agent, null, null, message).Write(), expected);

    private static TsharkCase Option(string name, MobilityOption option, params (string, string)[] expected) =>
        Mobility(name, new BindingUpdate(new(1), BindingUpdateFlags.Acknowledge, new(2), MobilityOptions.Of(option)), expected);

    private static TsharkCase Update(string name, BindingUpdateFlags flags, string bits) =>
        Mobility(name, new BindingUpdate(new(0x1234), flags, new(300), MobilityOptions.None),
        [
            ("mip6.mhtype", "5"), ("mip6.hlen", "1"), ("mip6.bu.seqnr", "4660"), ("mip6.bu.lifetime", "300"),
            .. new[] { "bu.a", "bu.h", "bu.l", "bu.k", "bu.m", "nemo.bu.r", "bu.p", "bu.f" }.Zip(bits, (flag, bit) => ($"mip6.{flag}_flag",
                $"{bit}")),
        ]);

    private static TsharkCase Icmp6(string name, Icmpv6Message message, params (string, string)[] expected) =>
        new(name, new OraclePacket(Home, Agent, null, null, message).Write(), [("icmpv6.checksum.status", "1"), .. expected]);

    private static TsharkCase RouterAdvertisement(string name, Icmpv6Message message, params (string, string)[] expected)
    {
        var frame = NeighborPacket.Multicast(NeighborPacket.AllNodes, new LinkAddress(0x0200_0000_0001), Ipv6Address.Parse("fe80::1"), message).ToFrame();
        return new(name, frame[14..], [("icmpv6.checksum.status", "1"), .. expected]);
    }

    private static TsharkCase Error6(string name, Icmpv6Error error, params (string, string)[] expected)
    {
        var invoking = new OraclePacket(Agent, Home, null, null, new BindingRefreshRequest(MobilityOptions.None)).Write();
        return new(name, new OraclePacket(Home, Agent, null, null, error, ValueArray.Create<byte>(invoking)).Write(),
            [("icmpv6.checksum.status", "1"), .. expected]);
    }

    private static TsharkCase Error4(string name, Icmpv4Error error, params (string, string)[] expected)
    {
        var packet = new byte[Ipv4Header.Size + 8 + Ipv4Header.Size + 8];
        var invoking = new byte[Ipv4Header.Size + 8];
        new Ipv4Header(0, (ushort)invoking.Length, 1, true, false, 0, 64, IpProtocol.Udp, Public, Private).Write(invoking);
        new UdpHeader(4191, 4191, 8).Write(invoking.AsSpan(Ipv4Header.Size));
        error.Write(packet.AsSpan(Ipv4Header.Size), invoking);
        new Ipv4Header(0, (ushort)packet.Length, 0, false, false, 0, 64, IpProtocol.Icmp, Private, Public).Write(packet);
        return new(name, packet, [("icmp.checksum.status", "1"), .. expected]);
    }

    private static byte[] WithFlowLabel()
    {
        var packet = new OraclePacket(Home, Agent, null, null, new BindingRefreshRequest(MobilityOptions.None)).Write();
        _ = new Ipv6View(packet) { TrafficClass = 0xb9, FlowLabel = 0xabcde, HopLimit = 63 };
        return packet;
    }

    private static byte[] InUdp(byte[] inner)
    {
        var packet = new byte[Ipv4Header.Size + UdpHeader.Size + inner.Length];
        new Ipv4Header(0, (ushort)packet.Length, 77, false, false, 0, 64, IpProtocol.Udp, Private, Private).Write(packet);
        _ = new Ipv4View(packet) { TypeOfService = 0xb8, TimeToLive = 63, DontFragment = true, Destination = Public };
        var datagram = packet.AsSpan(Ipv4Header.Size);
        new UdpHeader(40000, Port.DsMip, (ushort)datagram.Length).Write(datagram);
        inner.CopyTo(datagram[UdpHeader.Size..]);
        UdpHeader.Seal(datagram, Private, Public);
        return packet;
    }
}
