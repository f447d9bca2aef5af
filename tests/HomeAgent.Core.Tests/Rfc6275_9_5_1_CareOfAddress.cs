using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_9_5_1_CareOfAddress
{
    private static readonly Ipv6Address Elsewhere = Ipv6Address.Parse("2001:db8:3::9");

    [Fact]
    public void The_source_address_without_an_option()
    {
        var entry = Given.First(Given.Update(1), Given.OverIpv6).Entry!;
        Assert.Equal<IpAddress>(Given.Visited, entry.CareOfAddress);
        Assert.Equal(new BidirectionalTunnel(Encapsulation.Ipv6, Given.HomeAgent, Given.Visited), entry.Tunnel);
    }

    [Fact]
    [Clause("6275-9.5.1-alternate")]
    public void The_alternate_care_of_address_may_differ_from_the_source_and_then_is_where_the_tunnel_ends()
    {
        var decision = Given.First(Given.Update(1, new AlternateCareOfAddressOption(Elsewhere)), Given.OverIpv6);
        Assert.Equal<IpAddress>(Elsewhere, decision.Entry!.CareOfAddress);
        Assert.Equal<IpAddress>(Elsewhere, decision.Entry.Tunnel!.Value.Remote);
        Assert.Equal(Given.OverIpv6, decision.Entry.Ingress);
    }

    [Fact]
    [Clause("5555-2.3.2.2-outer", "5555-4.2-alternate-v4")]
    public void Over_IPv4_the_option_names_it_and_the_tunnel_ends_at_the_outer_source()
    {
        var entry = Given.First(Given.NatUpdate.With(new AlternateCareOfAddressOption(Elsewhere)), Given.BehindNat).Entry!;
        Assert.Equal<IpAddress>(Given.PrivateIpv4, entry.CareOfAddress);
        Assert.Equal(new BidirectionalTunnel(Encapsulation.UdpIpv4, Given.HomeAgentIpv4, Given.NatIpv4, Port.DsMip, 61234), entry.Tunnel);
    }

    [Theory]
    [Clause("6275-9.5.1-care-of-address")]
    [InlineData("::"), InlineData("ff0e::1"), InlineData("fe80::2"), InlineData("::1"), InlineData("::ffff:192.0.2.1")]
    [InlineData("2001:db8:1::1"), InlineData("2001:db8:1::200")]
    public void An_IPv6_address_that_cannot_be_one_is_silently_discarded(string careOf)
    {
        var entry = Given.Bound(1);
        var bu = Given.Update(2, new AlternateCareOfAddressOption(Ipv6Address.Parse(careOf)));
        entry.Process(bu, Given.OverIpv6).IsSilent(DropReason.BadCareOfAddress, entry);
    }

    [Theory]
    [Clause("6275-9.5.1-care-of-address")]
    [InlineData("0.0.0.0"), InlineData("224.0.0.1"), InlineData("127.0.0.1"), InlineData("169.254.1.1"), InlineData("255.255.255.255")]
    [InlineData("198.51.100.1"), InlineData("10.10.0.5")]
    public void An_IPv4_address_that_cannot_be_one_is_silently_discarded(string careOf) =>
        Given.First(Given.Update(1, new Ipv4CareOfAddressOption(Ipv4Address.Parse(careOf))), Given.BehindNat).IsSilent(DropReason.BadCareOfAddress);

    [Fact]
    [Clause("trap-tunnel-in-itself")]
    public void The_tunnel_does_not_run_in_itself() =>
        Given.First(Given.NatUpdate, Given.BehindNat with { Remote = Given.Ipv4Home }).IsSilent(DropReason.BadCareOfAddress);

    [Fact]
    public void Over_IPv4_an_IPv6_address_will_not_do() =>
        Given.First(Given.Ipv6Update, Given.OverIpv4).IsSilent(DropReason.BadCareOfAddress);

    [Fact]
    public void Over_IPv4_none_is_not_the_home_address() =>
        Given.First(Given.Update(1), Given.OverIpv4).IsSilent(DropReason.BadCareOfAddress);

    [Fact]
    public void Over_IPv4_without_UDP_there_is_no_port_to_answer_to() =>
        Given.First(Given.Ipv4Update, Given.OverIpv4 with { Encapsulation = Encapsulation.Ipv4, RemotePort = 0, LocalPort = 0 })
            .IsSilent(DropReason.UnexpectedMessage);

    [Fact]
    [Clause("6275-9.5.1-alternate")]
    public void In_an_IPv6_tunnel_the_alternate_care_of_address_counts()
    {
        var tunnelled = new Ingress(Encapsulation.Ipv6, Given.HomeAgent, Given.Visited);
        Assert.Equal<IpAddress>(Given.Visited, Given.First(Given.Ipv6Update, tunnelled).Entry!.CareOfAddress);
        Given.First(Given.Update(1), tunnelled).IsSilent(DropReason.BadCareOfAddress);
    }
}
