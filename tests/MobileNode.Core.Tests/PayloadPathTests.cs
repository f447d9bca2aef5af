using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>Req 3 of the draft, RFC 5555 5.1: the Binding Update takes the new path, payload the old one until the acknowledgement.</summary>
public sealed class PayloadPathTests
{
    private static readonly BidirectionalTunnel OverIpv6A = new(Encapsulation.Ipv6, Node.Ipv6A.Address, Node.HomeAgent);

    [Fact]
    public void There_is_no_tunnel_before_the_first_acknowledgement()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        Assert.Null(node.Tunnel);
        Assert.True(node.Away);
        node.Accept();
        Assert.Equal(OverIpv6A, node.Tunnel);
        Assert.Contains(new SetTunnel(OverIpv6A, Node.Ipv6A.InterfaceIndex), node.Log);
    }

    [Fact]
    [Clause("5555-5.1-old-path")]
    public void Make_before_break_payload_stays_on_the_old_path_until_the_acknowledgement()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.See(Node.Ipv6A with { Metric = 10 }, Node.Ipv6B);
        Assert.Equal(Node.Ipv6B.Path, node.Last.Path);
        node.Advance(0.5);
        Assert.Equal(OverIpv6A, node.Tunnel);
        node.Accept();
        Assert.Equal(Node.Ipv6B.Address, node.Tunnel?.Local);
        Assert.Equal(1, node.Registration.Status.Handovers);
    }

    [Fact]
    public void Break_before_make_payload_may_not_use_a_vanished_address()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        var commands = node.See(Node.Ipv6B);
        Assert.Contains(new ClearTunnel(), commands);
        Assert.Null(node.Tunnel);
    }

    [Fact]
    public void The_acknowledgement_of_a_place_left_since_moves_nothing()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        var old = node.Last;
        node.See(Node.Ipv6B);
        node.Answer(Node.Acknowledge(old, BindingStatus.Accepted));
        Assert.Null(node.Tunnel);
        Assert.Equal(RegistrationState.Registering, node.State);
    }

    [Fact]
    public void Coming_back_to_a_bound_address_registers_again_since_the_home_agent_may_have_heard_of_the_other()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.See(Node.Ipv6A with { Metric = 10 }, Node.Ipv6B);
        node.See(Node.Ipv6A);
        Assert.Equal(RegistrationState.Registering, node.State);
        Assert.Equal(Node.Ipv6A.Path, node.Last.Path);
        Assert.Equal(OverIpv6A, node.Tunnel);
        Assert.Equal(3, node.Sent);
    }

    [Fact]
    [Clause("6275-11.5.1-detect", "5555-4.4.4-same-address")]
    public void The_same_address_at_another_point_of_attachment_is_a_movement()
    {
        var node = new Node();
        node.See(Node.Ipv4B);
        node.Accept(new NatDetectionOption(false, 30));
        node.See(Node.Ipv4B with { Attachment = 1 });
        Assert.Equal(2, node.Sent);
        Assert.Equal(RegistrationState.Registering, node.State);
    }

    [Fact]
    public void The_end_of_the_lifetime_ends_the_tunnel_and_trying_goes_on()
    {
        var node = new Node(lifetimeUnits: 25);
        node.See(Node.Ipv6A);
        node.Accept();
        node.Advance(99.9);
        Assert.NotNull(node.Tunnel);
        var sent = node.Sent;
        node.Advance(100);
        Assert.Null(node.Tunnel);
        Assert.Equal(RegistrationState.Registering, node.State);
        Assert.True(node.Sent > sent);
        node.Accept();
        Assert.Equal(OverIpv6A, node.Tunnel);
    }

    [Fact]
    public void Without_network_there_is_no_tunnel_and_nothing_is_sent()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept();
        node.See();
        node.Advance(1000);
        Assert.Equal(RegistrationState.NoNetwork, node.State);
        Assert.Null(node.Tunnel);
        Assert.Equal(1, node.Sent);
        Assert.Equal(DateTimeOffset.MaxValue, node.WakeAt);
    }

    [Fact]
    [Clause("trap-udp-forced")]
    public void Ip_in_ip_is_used_over_ipv4_when_nobody_asks_for_udp()
    {
        var node = new Node();
        node.See(Node.Ipv4A);
        node.Accept();
        Assert.Equal(new BidirectionalTunnel(Encapsulation.Ipv4, Node.Ipv4A.Address, Node.HomeAgentIpv4), node.Tunnel);
    }

    [Fact]
    [Clause("5555-4.4.2-natdet-udp")]
    public void A_nat_puts_payload_into_udp_from_the_port_that_the_acknowledgement_came_to()
    {
        var node = new Node();
        node.See(Node.Ipv4B);
        node.Accept(new NatDetectionOption(false, 30));
        Assert.Equal(new BidirectionalTunnel(Encapsulation.UdpIpv4, Node.Ipv4B.Address, Node.HomeAgentIpv4, 40000, Port.DsMip), node.Tunnel);
        Assert.True(node.Registration.Status.NatDetected);
    }
}
