using DsMip.MobileNode.Datapath;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

[Clause("4877-4.4-ike-source")]
public sealed class PreBindingPathTests
{
    private static readonly Ipv6Address HomeAddress = Ipv6Address.Parse("2001:db8:1::50"), HomeAgent = Ipv6Address.Parse("2001:db8:1::1");
    private static readonly Ipv4Address HomeAgentIpv4 = Ipv4Address.Parse("192.0.2.2");

    [Fact]
    public void Over_ipv4_it_is_udp_from_our_port() =>
        Assert.Equal(
            new BidirectionalTunnel(Encapsulation.UdpIpv4, IpAddress.Parse("10.0.0.7"), HomeAgentIpv4, 40_000, Port.DsMip),
            PreBindingPath.Of(From("10.0.0.7"), HomeAddress, HomeAgent));

    [Fact]
    public void Over_ipv6_it_ends_at_the_care_of_address() =>
        Assert.Equal(
            new BidirectionalTunnel(Encapsulation.Ipv6, IpAddress.Parse("2001:db8:2::7"), HomeAgent), PreBindingPath.Of(From("2001:db8:2::7"), HomeAddress, HomeAgent));

    [Fact]
    public void At_home_there_is_none() => Assert.Null(PreBindingPath.Of(From("2001:db8:1::50"), HomeAddress, HomeAgent));

    private static SignallingPath From(string careOf) => new(IpAddress.Parse(careOf), HomeAgentIpv4, 40_000);
}
