using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>Where the RFCs contradict themselves or each other: the default, and what the switch makes of it.</summary>
public sealed class Interoperability
{
    private static HomePolicy With(InteroperabilityOptions options) => Given.Policy with { Interoperability = options };

    [Theory]
    [Clause("5555-3.2.1-type-30", "5555-8-type-29")]
    [InlineData(30), InlineData(29)]
    public void Rfc5555_3_2_1_against_8_the_type_of_the_IPv4_address_acknowledgement(byte type)
    {
        var policy = type == 30 ? Given.Policy : With(new InteroperabilityOptions { Ipv4AddressAcknowledgementType = type });
        var answer = Given.First(Given.Ipv6Update.With(Given.AskForIpv4Home), Given.OverIpv6, policy).Acknowledgement!.Options.Find<Ipv4AddressAcknowledgementOption>()!;
        Assert.Equal((type, Given.Ipv4Home), (answer.Type, answer.HomeAddress));
    }

    [Fact]
    [Clause("5555-4.4.2-natdet-switch")]
    public void Rfc5555_4_2_against_4_4_2_NAT_detection_only_where_UDP_is_needed()
    {
        var policy = With(new InteroperabilityOptions { NatDetectionOption = NatDetectionPresence.WhenNeeded });
        Assert.Null(Nat(Given.First(Given.Ipv4Update, Given.OverIpv4, policy)));
        Assert.Equal(new NatDetectionOption(false, 30), Nat(Given.First(Given.NatUpdate, Given.BehindNat, policy)));
        Assert.Equal(
            new NatDetectionOption(true, NatDetectionOption.NoKeepaliveNeeded), Nat(Given.First(Given.Ipv4Update, Given.OverIpv4, policy with { ForceUdp = true })));
        Assert.Equal(
            new NatDetectionOption(true, NatDetectionOption.NoKeepaliveNeeded),
            Nat(Given.First(Given.Ipv4Update.With(BindingUpdateFlags.ForceUdpEncapsulation), Given.OverIpv4, policy)));
    }

    [Theory]
    [Clause("5555-4.2-hao-v4")]
    [InlineData(false), InlineData(true)]
    public void Rfc6275_10_3_1_against_Rfc5555_4_2_a_home_address_option_over_IPv4_is_welcome_and_not_needed(bool option)
    {
        var decision = Given.First(Given.NatUpdate, Given.BehindNat with { HomeAddressOption = option });
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(new BidirectionalTunnel(Encapsulation.UdpIpv4, Given.HomeAgentIpv4, Given.NatIpv4, Port.DsMip, 61234), decision.Entry!.Tunnel);
    }

    [Theory]
    [Clause("5555-4.5-rh2-v4-switch")]
    [InlineData(RoutingHeaderOverIpv4.Mirror, false, false), InlineData(RoutingHeaderOverIpv4.Mirror, true, true)]
    [InlineData(RoutingHeaderOverIpv4.Always, false, true), InlineData(RoutingHeaderOverIpv4.Always, true, true)]
    [InlineData(RoutingHeaderOverIpv4.Never, false, false), InlineData(RoutingHeaderOverIpv4.Never, true, false)]
    public void Rfc5555_4_5_against_4_2_the_routing_header_over_IPv4(RoutingHeaderOverIpv4 rule, bool option, bool header)
    {
        var options = new InteroperabilityOptions { RoutingHeaderOverIpv4 = rule };
        Assert.Equal(Given.BehindNat with { HomeAddressOption = header }, options.WayBack(Given.BehindNat with { HomeAddressOption = option }));
        // Over IPv6 there is nothing to choose (RFC 6275 9.5.4).
        Assert.Equal(Given.OverIpv6, options.WayBack(Given.OverIpv6));
        Assert.Equal(Given.FromHome, options.WayBack(Given.FromHome));
    }

    [Fact]
    public void Rfc5555_4_5_the_default_is_to_mirror() => Assert.Equal(RoutingHeaderOverIpv4.Mirror, InteroperabilityOptions.Default.RoutingHeaderOverIpv4);

    [Fact]
    [Clause("6275-11.7.1-alternate-asked-for", "5555-4.2-alternate-v4")]
    public void Rfc6275_11_7_1_the_alternate_care_of_address_is_not_required_unless_it_is_switched_on()
    {
        var strict = With(new InteroperabilityOptions { RequireAlternateCareOfAddress = true });
        Assert.Equal(BindingStatus.Accepted, Given.First(Given.Update(1), Given.OverIpv6).Status());
        Given.First(Given.Update(1), Given.OverIpv6, strict).IsSilent(DropReason.BadCareOfAddress);
        Assert.Equal(BindingStatus.Accepted, Given.First(Given.Ipv6Update, Given.OverIpv6, strict).Status());
        // RFC 5555 4.2 has the IPv4 Care-of Address option in its place.
        Assert.Equal(BindingStatus.Accepted, Given.First(Given.NatUpdate, Given.BehindNat, strict).Status());
    }

    [Fact]
    public void Rfc6275_10_3_2_a_deregistration_names_no_care_of_address()
    {
        var strict = With(new InteroperabilityOptions { RequireAlternateCareOfAddress = true });
        var home = Given.Bound(1).Process(Given.Update(2), Given.FromHome, strict);
        Assert.True(home.Entry!.Deregistered);
        var away = Given.Bound(1).Process(Given.Update(2).For(0), Given.OverIpv6, strict);
        Assert.True(away.Entry!.Deregistered);
    }

    [Fact]
    public void Rfc6275_11_7_1_an_IPv4_mapped_alternate_care_of_address_does_no_harm()
    {
        var bu = Given.NatUpdate.With(new AlternateCareOfAddressOption(((IpAddress)Given.PrivateIpv4).Mapped));
        Assert.Equal<IpAddress>(Given.PrivateIpv4, Given.First(bu, Given.BehindNat).Entry!.CareOfAddress);
    }

    [Fact]
    public void Rfc5555_5_the_address_comes_from_binding_updates_only_unless_it_is_switched() =>
        Assert.Equal(PayloadRebinding.Port, InteroperabilityOptions.Default.PayloadRebinding);

    private static NatDetectionOption? Nat(BindingDecision decision) => decision.Acknowledgement!.Options.Find<NatDetectionOption>();
}
