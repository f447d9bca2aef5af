using CsCheck;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_3_1_PrimaryCareOfAddressRegistration
{
    /// <summary>Who is configured and has its security association, too, but no prefix of the home link is left.</summary>
    [Fact]
    [Clause("6275-10.3.1-not-home-agent")]
    public void Where_there_is_no_home_agent_any_more_the_answer_is_131_and_what_is_bound_stays()
    {
        var nobody = Given.Policy with { IsHomeAgent = false };
        Assert.Equal(BindingStatus.HomeRegistrationNotSupported, Given.First(Given.Ipv6Update, Given.OverIpv6, nobody).Status());
        var bound = Given.Bound();
        var decision = bound.Process(Given.Ipv6Update.Number(2), Given.OverIpv6, nobody);
        Assert.Equal(BindingStatus.HomeRegistrationNotSupported, decision.Status());
        Assert.Equal(bound with { Sequence = new SequenceNumber(2) }, decision.Entry);
        // It may still be told to forget.
        Assert.Equal(BindingStatus.Accepted, bound.Process(Given.Ipv6Update.Number(2).For(0), Given.OverIpv6, nobody).Status());
    }

    [Fact]
    [Clause("6275-10.3.1-on-link", "5026-9.2-prefix")]
    public void A_home_address_outside_the_home_prefix_gets_132()
    {
        var decision = Given.Process(null, Given.Ipv6Update, Given.OverIpv6, home: Ipv6Address.Parse("2001:db8:7::1"));
        Assert.Equal(BindingStatus.NotHomeSubnet, decision.Status());
        Assert.Null(decision.Entry);
        Assert.False(decision.Changed);
    }

    [Fact]
    [Clause("6275-10.3.1-who")]
    public void An_unknown_mobile_node_gets_133()
    {
        var decision = Given.First(Given.Ipv6Update, Given.OverIpv6, Given.Policy with { Provisioned = false });
        Assert.Equal(BindingStatus.NotHomeAgentForThisMobileNode, decision.Status());
        Assert.Null(decision.Entry);
    }

    [Fact]
    [Clause("6275-10.3.1-home-address-option")]
    public void A_registration_without_a_home_address_option_is_silently_discarded() =>
        Given.First(Given.Ipv6Update, Given.FromHome).IsSilent(DropReason.BadHomeAddressOption);

    [Fact]
    [Clause("6275-10.3.1-lifetime-requested", "6275-10.3.1-lifetime-told")]
    public void The_lifetime_is_neither_longer_than_requested_nor_than_allowed() =>
        Gen.Select(Gen.UShort[1, ushort.MaxValue], Gen.UShort[1, ushort.MaxValue]).Sample((requested, maximum) =>
        {
            var policy = Given.Policy with { MaximumLifetime = new BindingLifetime(maximum) };
            var decision = Given.First(Given.Ipv6Update.For(requested), Given.OverIpv6, policy);
            var granted = decision.Acknowledgement!.Lifetime;
            Assert.Equal(Math.Min(requested, maximum), granted.Units);
            Assert.Equal(granted, decision.Entry!.Lifetime);
            Assert.Equal(Given.Now.AddSeconds(4L * granted.Units), decision.Entry.Expires);
        });

    [Fact]
    [Clause("6275-10.3.1-always-answer")]
    public void The_acknowledgement_is_sent_whatever_A_says()
    {
        var decision = Given.First(Given.Ipv6Update.Without(BindingUpdateFlags.Acknowledge), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
    }

    [Fact]
    [Clause("6275-10.3.1-no-refresh-advice")]
    public void Refresh_advice_is_omitted_because_the_entry_is_in_nonvolatile_storage() =>
        Assert.Empty(Given.First(Given.Ipv6Update, Given.OverIpv6).Acknowledgement!.Options.Items);

    [Fact]
    [Clause("6275-10.3.1-k-clear")]
    public void K_is_cleared_because_no_key_management_endpoint_is_moved()
    {
        var decision = Given.First(Given.Ipv6Update.With(BindingUpdateFlags.KeyManagementMobilityCapability), Given.OverIpv6);
        Assert.Equal(BindingAcknowledgementFlags.None, decision.Acknowledgement!.Flags);
    }

    /// <summary>9.5.1: such a Binding Update was valid, so that an older one, still under way, must not come after it.</summary>
    [Fact]
    [Clause("6275-10.3.1-unchanged")]
    public void A_refused_update_moves_the_sequence_number_and_nothing_else()
    {
        var entry = Given.Bound(1);
        var decision = entry.Process(Given.Ipv6Update.Number(5).With(BindingUpdateFlags.ForceUdpEncapsulation), Given.OverIpv6);
        Assert.Equal(BindingStatus.CannotForceUdpEncapsulation, decision.Status());
        Assert.True(decision.Changed);
        Assert.Equal(entry with { Sequence = new SequenceNumber(5) }, decision.Entry);
    }

    [Fact]
    [Clause("6275-10.1-one-entry")]
    public void The_next_update_replaces_the_binding_whole()
    {
        var decision = Given.Bound(1).Process(Given.NatUpdate.Number(2), Given.BehindNat, after: TimeSpan.FromSeconds(60));
        var fresh = Given.Process(null, Given.NatUpdate.Number(2), Given.BehindNat, after: TimeSpan.FromSeconds(60));
        Assert.Equal(fresh.Entry, decision.Entry);
    }

    [Theory]
    [InlineData(HomeAddressUniqueness.Duplicate, BindingStatus.DuplicateAddressDetectionFailed)]
    [InlineData(HomeAddressUniqueness.Unknown, BindingStatus.InsufficientResources)]
    [Clause("6275-10.3.1-dad-failed")]
    public void A_home_address_that_is_taken_refuses_the_whole_first_update_and_no_later_one(HomeAddressUniqueness found, BindingStatus status)
    {
        var policy = Given.Policy with { Uniqueness = found };
        var first = Given.First(Given.Ipv6Update.With(Given.AskForIpv4Home), Given.OverIpv6, policy);
        Assert.Equal(status, first.Status());
        Assert.Null(first.Entry);
        Assert.Equal(BindingStatus.Accepted, Given.Bound(1).Process(Given.Ipv6Update.Number(2), Given.OverIpv6, policy).Status());
    }
}
