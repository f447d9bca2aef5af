using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 5555 3.2.2, 4.3: the refresh time of the NAT Detection option.</summary>
public sealed class NatKeepaliveTests
{
    [Theory]
    [Clause("5555-3.2.2-zero", "5555-4.3-refresh", "5555-4.3-default", "5555-6-natkatimeout")]
    [InlineData(30u, 30)]
    [InlineData(0u, 110)]
    public void Behind_a_nat_binding_updates_keep_the_mapping(uint refresh, int expected)
    {
        var node = Behind(new NatDetectionOption(false, refresh));
        node.Advance(expected);
        Assert.Equal([0, expected], node.SendTimes);
        node.Accept(new NatDetectionOption(false, refresh));
        node.Advance(expected);
        Assert.Equal([0, expected, 2 * expected], node.SendTimes);
    }

    [Fact]
    [Clause("5555-3.2.2-all-ones")]
    public void All_ones_need_no_keepalive()
    {
        var node = Behind(new NatDetectionOption(true, NatDetectionOption.NoKeepaliveNeeded));
        Assert.Equal(Encapsulation.UdpIpv4, node.Tunnel?.Encapsulation);
        Assert.False(node.Registration.Status.NatDetected);
        node.Advance(500);
        Assert.Equal(1, node.Sent);
    }

    [Fact]
    [Clause("5555-4.2-no-nat")]
    public void All_ones_without_flag_F_mean_that_there_is_no_nat()
    {
        var node = Behind(new NatDetectionOption(false, NatDetectionOption.NoKeepaliveNeeded));
        Assert.Equal(Encapsulation.Ipv4, node.Tunnel?.Encapsulation);
    }

    [Fact]
    [Clause("trap-first-timer")]
    public void A_keepalive_is_retransmitted_from_one_second_on_and_payload_goes_on()
    {
        var node = Behind(new NatDetectionOption(false, 30));
        node.Advance(34);
        Assert.Equal([0, 30, 31, 33], node.SendTimes);
        Assert.NotNull(node.Tunnel);
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    [Clause("5555-4.3-mapping")]
    public void A_mapping_that_the_nat_forgot_is_mended_by_the_next_keepalive()
    {
        var node = Behind(new NatDetectionOption(false, 30));
        node.Advance(30);
        var commands = node.Accept(new NatDetectionOption(false, 30));
        Assert.DoesNotContain(commands, command => command is SetTunnel or ClearTunnel);
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    public void The_option_means_nothing_in_an_answer_to_an_ipv6_care_of_address()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept(new NatDetectionOption(true, 30));
        Assert.Equal(Encapsulation.Ipv6, node.Tunnel?.Encapsulation);
        node.Advance(200);
        Assert.Equal(1, node.Sent);
    }

    [Theory]
    [Clause("6275-11.7.3-refresh")]
    [InlineData(150, 540)]
    [InlineData(25, 50)]
    [InlineData(2, 4)]
    public void The_binding_is_refreshed_well_before_its_end(ushort units, int expected)
    {
        var node = new Node(lifetimeUnits: units);
        node.See(Node.Ipv6A);
        node.Accept();
        node.Advance(expected - 0.01);
        Assert.Equal(1, node.Sent);
        node.Advance(0.01);
        Assert.Equal([0, expected], node.SendTimes);
    }

    [Fact]
    [Clause("6275-11.7.3-refresh")]
    public void Binding_refresh_advice_shortens_the_interval()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        node.Accept(new BindingRefreshAdviceOption(new BindingLifetime(10)));
        node.Advance(40);
        Assert.Equal([0, 40], node.SendTimes);
    }

    private static Node Behind(NatDetectionOption option)
    {
        var node = new Node();
        node.See(Node.Ipv4B);
        node.Accept(option);
        return node;
    }
}
