using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Bindings;

/// <summary>The mobile node believes its home agent only, and takes packets for its own home addresses only.</summary>
public sealed class ReverseTunnelTests
{
    private static readonly HomeAddresses Home = new(Packets.HomeAddress, Packets.HomeAddressIpv4);
    private static readonly byte[] Inner = Packets.Ipv6(Packets.Correspondent, Packets.HomeAddress, IpProtocol.Udp, new byte[8]);
    private static readonly byte[] InnerIpv4 = Packets.Ipv4(Packets.CorrespondentIpv4, Packets.HomeAddressIpv4, IpProtocol.Udp, new byte[8]);

    private readonly ReverseTunnel _tunnel = new(Packets.HomeAgent, Packets.HomeAgentIpv4, Home);

    [Fact]
    public void There_is_no_tunnel_until_it_is_switched_on_and_after_it_is_switched_off()
    {
        Assert.False(_tunnel.TryGet(out _));
        _tunnel.Switch(Home, Tunnels.AtMobileNode(Encapsulation.UdpIpv4));
        Assert.True(_tunnel.TryGet(out var tunnel));
        Assert.Equal(Tunnels.AtMobileNode(Encapsulation.UdpIpv4), tunnel);
        _tunnel.Switch(Home, null);
        Assert.False(_tunnel.TryGet(out _));
    }

    [Theory]
    [Clause("5555-5.1-old-path")]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.Ipv4)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void The_home_agents_packets_pass_by_whatever_path(Encapsulation encapsulation)
    {
        var ingress = Tunnels.IngressOf(Tunnels.AtMobileNode(encapsulation));
        Assert.Equal(DropReason.None, Check(ingress, Inner));
        Assert.Equal(DropReason.None, Check(ingress, InnerIpv4));
    }

    [Theory]
    [Clause("6275-11.3.3-tunnel-source")]
    [InlineData(Encapsulation.Ipv6)]
    [InlineData(Encapsulation.Ipv4)]
    [InlineData(Encapsulation.UdpIpv4)]
    public void Other_sources_do_not(Encapsulation encapsulation)
    {
        var ingress = Tunnels.IngressOf(Tunnels.AtMobileNode(encapsulation));
        var stranger = encapsulation == Encapsulation.Ipv6 ? (IpAddress)Packets.Correspondent : Packets.CorrespondentIpv4;
        Assert.Equal(DropReason.OuterSourceMismatch, Check(ingress with { Remote = stranger }, Inner));
    }

    [Fact]
    public void Nor_does_another_port_of_the_home_agent() =>
        Assert.Equal(
            DropReason.OuterSourceMismatch,
            Check(Tunnels.IngressOf(Tunnels.AtMobileNode(Encapsulation.UdpIpv4)) with { RemotePort = 4500 }, Inner));

    [Fact]
    [Clause("6275-11.3.3-own")]
    public void Packets_for_others_do_not_pass()
    {
        var ingress = Tunnels.IngressOf(Tunnels.AtMobileNode(Encapsulation.Ipv6));
        Assert.Equal(DropReason.NotForUs, Check(ingress, Packets.Ipv6(Packets.Correspondent, Packets.CareOf, 17, [])));
        Assert.Equal(DropReason.NotForUs, Check(ingress, Packets.Ipv4(Packets.CorrespondentIpv4, Packets.CareOfIpv4, 17, [])));
        Assert.Equal(DropReason.NotForUs, Check(ingress, [0x60, 0]));
    }

    [Fact]
    public void A_leased_ipv4_home_address_counts_from_the_moment_it_is_known()
    {
        var ingress = Tunnels.IngressOf(Tunnels.AtMobileNode(Encapsulation.Ipv6));
        var tunnel = new ReverseTunnel(Packets.HomeAgent, Packets.HomeAgentIpv4, new HomeAddresses(Packets.HomeAddress, default));
        Assert.False(tunnel.TryCheckDownlink(ingress, InnerIpv4, out _));
        tunnel.Switch(Home, Tunnels.AtMobileNode(Encapsulation.Ipv6));
        Assert.True(tunnel.TryCheckDownlink(ingress, InnerIpv4, out _));
    }

    [Fact]
    [Clause("3963-5.5-source", "3963-9-spoof")]
    public void Addresses_of_a_mobile_network_count_both_ways_while_it_is_forwarded_and_no_others()
    {
        var ingress = Tunnels.IngressOf(Tunnels.AtMobileNode(Encapsulation.Ipv6));
        var (inside, ipv4, outside) = (Ipv6Address.Parse("2001:db8:aa::77"), Ipv4Address.Parse("10.80.0.7"), Ipv6Address.Parse("2001:db8:ab::77"));
        Assert.Equal(DropReason.NotForUs, Check(ingress, Packets.Ipv6(Packets.Correspondent, inside, 17, [])));
        _tunnel.Switch(Home with { Networks = new MobileNetworks([Ipv6Prefix.Parse("2001:db8:aa::/64")], [Ipv4Prefix.Parse("10.80.0.0/24")]) }, null);
        Assert.Equal(DropReason.None, Check(ingress, Packets.Ipv6(Packets.Correspondent, inside, 17, [])));
        Assert.Equal(DropReason.None, Check(ingress, Packets.Ipv4(Packets.CorrespondentIpv4, ipv4, 17, [])));
        Assert.Equal(DropReason.NotForUs, Check(ingress, Packets.Ipv6(Packets.Correspondent, outside, 17, [])));
        Assert.Equal((true, true, false, true), (_tunnel.IsOurs(inside), _tunnel.IsOurs(ipv4), _tunnel.IsOurs(outside), _tunnel.IsOurs(Packets.HomeAddress)));
        _tunnel.Switch(Home, null);
        Assert.False(_tunnel.IsOurs(inside));
    }

    [Fact]
    public void A_home_agent_without_ipv4_sends_nothing_over_it()
    {
        var tunnel = new ReverseTunnel(Packets.HomeAgent, default, Home);
        var ingress = new Ingress(Encapsulation.Ipv4, Packets.CareOfIpv4, default(Ipv4Address));
        Assert.False(tunnel.TryCheckDownlink(ingress, Inner, out var why));
        Assert.Equal(DropReason.OuterSourceMismatch, why);
    }

    private DropReason Check(in Ingress ingress, byte[] inner)
    {
        Assert.Equal(_tunnel.TryCheckDownlink(ingress, inner, out var why), why == DropReason.None);
        return why;
    }
}
