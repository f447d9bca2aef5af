using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc5555_4_5_NatDetection
{
    private static NatDetectionOption? Nat(BindingDecision decision) => decision.Acknowledgement!.Options.Find<NatDetectionOption>();

    [Fact]
    [Clause("5555-4.1-v4", "5555-4.2-compare", "5555-4.2-no-nat", "trap-udp-forced")]
    public void Equal_addresses_mean_no_NAT_and_IP_in_IP()
    {
        var decision = Given.First(Given.Ipv4Update, Given.OverIpv4);
        Assert.False(decision.Entry!.NatDetected);
        Assert.Equal(new BidirectionalTunnel(Encapsulation.Ipv4, Given.HomeAgentIpv4, Given.VisitedIpv4), decision.Entry.Tunnel);
        Assert.Equal(new NatDetectionOption(UdpRequired: false, NatDetectionOption.NoKeepaliveNeeded), Nat(decision));
    }

    [Fact]
    [Clause("5555-2.3.2.2-outer", "5555-3.2.2-nat", "5555-4.2-compare")]
    public void Different_addresses_mean_a_NAT_and_UDP()
    {
        var decision = Given.First(Given.NatUpdate, Given.BehindNat);
        Assert.True(decision.Entry!.NatDetected);
        Assert.Equal(Encapsulation.UdpIpv4, decision.Entry.Encapsulation);
        Assert.Equal(new NatDetectionOption(UdpRequired: false, 30), Nat(decision));
    }

    /// <summary>A NAT that keeps the address and changes the port is not told apart by RFC 5555; without UDP the port does not matter.</summary>
    [Fact]
    public void A_changed_port_alone_is_no_NAT() =>
        Assert.False(Given.First(Given.Ipv4Update, Given.OverIpv4 with { RemotePort = 7 }).Entry!.NatDetected);

    [Fact]
    [Clause("5555-4.5-f-v6")]
    public void Over_IPv6_there_is_no_NAT_detection_option()
    {
        var decision = Given.First(Given.Ipv6Update, Given.OverIpv6, Given.Policy with { ForceUdp = true });
        Assert.Null(Nat(decision));
        Assert.Equal(Encapsulation.Ipv6, decision.Entry!.Encapsulation);
    }

    [Fact]
    [Clause("5555-4.5-force")]
    public void A_home_agent_that_forces_UDP_says_so_with_F()
    {
        var forcing = Given.Policy with { ForceUdp = true };
        var open = Given.First(Given.Ipv4Update, Given.OverIpv4, forcing);
        Assert.Equal(Encapsulation.UdpIpv4, open.Entry!.Encapsulation);
        Assert.Equal(new NatDetectionOption(UdpRequired: true, NatDetectionOption.NoKeepaliveNeeded), Nat(open));
        Assert.Equal(new NatDetectionOption(UdpRequired: true, 30), Nat(Given.First(Given.NatUpdate, Given.BehindNat, forcing)));
    }

    [Fact]
    [Clause("5555-4.5-f")]
    public void An_honoured_request_for_UDP_is_told_apart_from_no_NAT()
    {
        var decision = Given.First(Given.Ipv4Update.With(BindingUpdateFlags.ForceUdpEncapsulation), Given.OverIpv4);
        Assert.Equal(Encapsulation.UdpIpv4, decision.Entry!.Encapsulation);
        Assert.Equal(new NatDetectionOption(UdpRequired: true, NatDetectionOption.NoKeepaliveNeeded), Nat(decision));
    }

    [Fact]
    [Clause("5555-4.2-no-nat")]
    public void A_NAT_that_needs_no_keepalive_is_told_apart_from_no_NAT()
    {
        var decision = Given.First(Given.NatUpdate, Given.BehindNat, Given.Policy with { NatRefresh = null });
        Assert.Equal(new NatDetectionOption(UdpRequired: true, NatDetectionOption.NoKeepaliveNeeded), Nat(decision));
    }

    [Fact]
    [Clause("5555-4.5-f")]
    public void A_request_for_UDP_that_is_not_allowed_gets_144()
    {
        var decision = Given.First(
            Given.Ipv4Update.With(BindingUpdateFlags.ForceUdpEncapsulation), Given.OverIpv4, Given.Policy with { AllowUdpRequest = false });
        Assert.Equal(BindingStatus.CannotForceUdpEncapsulation, decision.Status());
        Assert.Null(decision.Entry);
    }

    [Fact]
    [Clause("5555-4.5-f-v6")]
    public void A_request_for_UDP_over_IPv6_gets_144() =>
        Assert.Equal(
            BindingStatus.CannotForceUdpEncapsulation,
            Given.First(Given.Ipv6Update.With(BindingUpdateFlags.ForceUdpEncapsulation), Given.OverIpv6).Status());

    [Fact]
    public void Behind_a_NAT_there_is_nothing_to_force()
    {
        var decision = Given.First(
            Given.NatUpdate.With(BindingUpdateFlags.ForceUdpEncapsulation), Given.BehindNat, Given.Policy with { AllowUdpRequest = false });
        Assert.Equal(BindingStatus.Accepted, decision.Status());
    }

    [Fact]
    [Clause("5555-4.2-natdet")]
    public void Every_acknowledgement_of_an_update_in_UDP_carries_the_option()
    {
        var stale = Given.Bound(9).Process(Given.NatUpdate.Number(9), Given.BehindNat);
        var refused = Given.First(Given.NatUpdate, Given.BehindNat, Given.Policy with { Provisioned = false });
        var deregistered = Given.Bound(1).Process(Given.NatUpdate.Number(2).For(0), Given.BehindNat);
        Assert.All([stale, refused, deregistered], decision => Assert.Equal(new NatDetectionOption(false, 30), Nat(decision)));
    }

    [Theory]
    [Clause("5555-3.2.2-default")]
    [InlineData(0.2, 1u), InlineData(110, 110u), InlineData(1e10, uint.MaxValue - 1)]
    public void The_refresh_time_is_never_one_of_the_two_special_values(double seconds, uint expected)
    {
        var decision = Given.First(Given.NatUpdate, Given.BehindNat, Given.Policy with { NatRefresh = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(expected, Nat(decision)!.RefreshSeconds);
    }
}
