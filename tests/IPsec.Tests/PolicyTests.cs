using DsMip.Wire;

namespace DsMip.IPsec.Tests;

public sealed class PolicyTests : IDisposable
{
    private static readonly AddressSelector Home = Ipv6Prefix.Parse("2001:db8:1::/64");

    private readonly RecordingSink _sink = new();
    private readonly SecurityAssociationDatabase _sad = new();

    public void Dispose() => _sad.Dispose();

    [Fact]
    [Clause("4301-4.4.1-ordered")]
    public void The_first_entry_that_matches_decides()
    {
        var path = Path(
            SecurityPolicy.Discard(PolicyDirection.Both, TrafficSelector.MobilityHeader(default, default, 7)),
            SecurityPolicy.Bypass(PolicyDirection.Both, TrafficSelector.MobilityHeader(default, default)),
            SecurityPolicy.Discard(PolicyDirection.Both, default));
        path.Outbound(Packets.Mobility(5));
        path.Outbound(Packets.Mobility(7));
        path.Outbound(Packets.Udp6(1));
        Assert.Equal(Packets.Mobility(5), Assert.Single(_sink.Sealed));
        Assert.Equal([IpsecDiscard.PolicyDiscard, IpsecDiscard.PolicyDiscard], _sink.Discards);
    }

    [Fact]
    [Clause("4301-4.4.1-default")]
    public void What_no_entry_names_goes_nowhere()
    {
        var path = Path(SecurityPolicy.Bypass(PolicyDirection.Inbound, default));
        path.Outbound(Packets.Udp6(1));
        Assert.Equal(IpsecDiscard.NoPolicy, Assert.Single(_sink.Discards));
        path.Inbound(Packets.Udp6(1));
        Assert.Single(_sink.Cleared);
    }

    /// <summary>The selectors of an SA are a list (RFC 4301 4.4.1.2): each entry counts, and nothing else.</summary>
    [Fact]
    public void An_SA_carries_the_traffic_of_either_of_its_selectors()
    {
        var update = TrafficSelector.MobilityHeader(default, default, 5);
        var second = TrafficSelector.MobilityHeader(default, default, 6);
        var outbound = new OutboundSecurityAssociation(Keys.For(EspSuite.AesGcm128), update) { Second = second };
        Assert.True(_sad.TryAdd(outbound, out _));
        var path = Path(SecurityPolicy.Protect(PolicyDirection.Outbound, update), SecurityPolicy.Protect(PolicyDirection.Outbound, second),
            SecurityPolicy.Protect(PolicyDirection.Outbound, TrafficSelector.MobilityHeader(default, default)));
        foreach (byte type in (ReadOnlySpan<byte>)[5, 6, 7]) path.Outbound(Packets.Mobility(type));
        Assert.Equal(2, _sink.Sealed.Count);
        Assert.Equal(IpsecDiscard.NoSecurityAssociation, Assert.Single(_sink.Discards));

        using var bob = new SecurityAssociationDatabase();
        Assert.True(bob.TryAdd(new InboundSecurityAssociation(Keys.For(EspSuite.AesGcm128), update) { Second = second }, out _));
        var opened = new RecordingSink();
        var other = new BitsPath(bob, new SecurityPolicyDatabase(), opened);
        foreach (var packet in _sink.Sealed) other.Inbound(packet);
        Assert.Equal([Packets.Mobility(5), Packets.Mobility(6)], opened.Cleared);
    }

    /// <summary>An entry may list several types (RFC 4301 4.4.1.1).</summary>
    [Fact]
    public void A_selector_with_several_mobility_header_types_takes_these_and_no_others()
    {
        var some = TrafficSelector.MobilityHeader(default, default, 5, 16, 63);
        for (var type = 0; type <= byte.MaxValue; type++)
            Assert.Equal(type is 5 or 16 or 63, some.Matches(new PacketSelectors(Packets.Alice, Packets.Bob, IpProtocol.MobilityHeader) { MhType = (byte)type }));
        Assert.False(some.Matches(new PacketSelectors(Packets.Alice, Packets.Bob, IpProtocol.MobilityHeader)));
        Assert.True(some.Contains(some));
        Assert.True(some.Contains(TrafficSelector.MobilityHeader(default, default, 16)));
        Assert.True(some.Contains(TrafficSelector.MobilityHeader(default, default, 16, 5)));
        Assert.False(some.Contains(TrafficSelector.MobilityHeader(default, default, 5, 12)));
        Assert.False(some.Contains(TrafficSelector.MobilityHeader(default, default)));
        Assert.True(TrafficSelector.MobilityHeader(default, default).Contains(some));
        Assert.False(TrafficSelector.MobilityHeader(default, default, 5).Contains(some));
        Assert.True(TrafficSelector.MobilityHeader(default, default, 200, 5).Contains(TrafficSelector.MobilityHeader(default, default, 200)));
    }

    [Fact]
    [Clause("4301-5.2-clear")]
    public void Clear_traffic_that_must_be_protected_is_refused_on_the_way_in()
    {
        Path(SecurityPolicy.Protect(PolicyDirection.Inbound, TrafficSelector.MobilityHeader(default, default, 5))).Inbound(Packets.Mobility(5));
        Assert.Equal(IpsecDiscard.ProtectionRequired, Assert.Single(_sink.Discards));
        Assert.Empty(_sink.Cleared);
    }

    [Fact]
    [Clause("4301-5.1-outbound")]
    public void Without_an_sa_nothing_leaves_that_must_be_protected()
    {
        Path(SecurityPolicy.Protect(PolicyDirection.Outbound, default)).Outbound(Packets.Mobility(5));
        Assert.Equal(IpsecDiscard.NoSecurityAssociation, Assert.Single(_sink.Discards));
        Assert.Empty(_sink.Sealed);
    }

    [Fact]
    [Clause("4301-5.2-inbound")]
    public void An_authentic_packet_outside_the_selectors_of_its_sa_is_refused()
    {
        using var pair = new Pair(inbound: TrafficSelector.MobilityHeader(Packets.Bob, Home, 5));
        Assert.NotNull(pair.Open(pair.Seal(Packets.Mobility(5))).Packet);
        Assert.Equal(IpsecDiscard.SelectorMismatch, pair.Open(pair.Seal(Packets.Mobility(6))).Why);
        Assert.Equal(IpsecDiscard.SelectorMismatch, pair.Open(pair.Seal(Packets.Udp6(20))).Why);
        var moved = pair.Seal(Packets.Mobility(5));
        moved[8 + 7] ^= 1;
        Assert.Equal(IpsecDiscard.SelectorMismatch, pair.Open(moved).Why);
    }

    [Fact]
    [Clause("4301-5.2-inbound")]
    public void A_tunnel_refuses_inner_addresses_that_are_not_its_own()
    {
        using var pair = new Pair(mode: IpsecMode.Tunnel, inbound: new TrafficSelector(Packets.Bob, Ipv6Prefix.Parse("2001:db8:9::/64")));
        Assert.Equal(IpsecDiscard.SelectorMismatch, pair.Open(pair.Seal(Packets.Udp6(1))).Why);
    }

    [Theory]
    [Clause("4301-4.4.1.1-selectors")]
    [InlineData("2001:db8:1::a", true)]
    [InlineData("2001:db8:2::a", false)]
    [InlineData("192.0.2.1", false)]
    public void A_prefix_matches_its_own_family(string address, bool expected) => Assert.Equal(expected, Home.Contains(IpAddress.Parse(address)));

    [Fact]
    [Clause("4301-4.4.1.1-selectors")]
    public void Any_ipv6_is_not_any()
    {
        AddressSelector any6 = Ipv6Prefix.Parse("::/0"), any4 = Ipv4Prefix.Parse("0.0.0.0/0");
        Assert.False(any6.Contains(Packets.Alice4));
        Assert.True(any6.Contains(Packets.Alice));
        Assert.True(any4.Contains(Packets.Alice4));
        Assert.False(any4.Contains(Packets.Alice));
        Assert.True(AddressSelector.Any.Contains(Packets.Alice) && AddressSelector.Any.Contains(Packets.Alice4));
        Assert.Equal(["any", "::/0", "0.0.0.0/0", "192.0.2.1"], new[] { default, any6, any4, Packets.Alice4 }.Select(s => s.ToString()));
    }

    [Fact]
    [Clause("4877-4.3-icmp-types", "4301-4.4.1.1-selectors")]
    public void Ports_and_icmp_types_select_and_later_fragments_are_opaque()
    {
        var dns = default(TrafficSelector) with { Protocol = IpProtocol.Udp, RemotePort = 53 };
        var path = Path(
            SecurityPolicy.Bypass(PolicyDirection.Outbound, dns),
            SecurityPolicy.Bypass(PolicyDirection.Inbound, dns),
            SecurityPolicy.Bypass(PolicyDirection.Both, TrafficSelector.Icmpv6(default, default, 146)));
        path.Outbound(Packets.Udp6(4, source: 999, destination: 53));
        path.Inbound(Packets.Udp6(4, source: 53, destination: 999));
        path.Outbound(Packets.Ipv6(IpProtocol.Icmpv6, [146, 0, 0, 0]));
        Assert.Equal((2, 1, 0), (_sink.Sealed.Count, _sink.Cleared.Count, _sink.Discards.Count));
        path.Outbound(Packets.Udp6(4, source: 53, destination: 999));
        path.Outbound(Packets.Ipv6(IpProtocol.Icmpv6, [147, 0, 0, 0]));
        path.Outbound(Packets.Ipv6(IpProtocol.Fragment, [IpProtocol.Udp, 0, 0x10, 0, 0, 0, 0, 9, 0, 1, 0, 53, 0, 0, 0, 0]));
        Assert.Equal((2, 1, 3), (_sink.Sealed.Count, _sink.Cleared.Count, _sink.Discards.Count));
    }

    private BitsPath Path(params SecurityPolicy[] entries) => new(_sad, new SecurityPolicyDatabase(entries), _sink);
}
