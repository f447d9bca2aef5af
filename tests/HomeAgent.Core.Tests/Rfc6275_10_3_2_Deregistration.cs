using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc6275_10_3_2_Deregistration
{
    private static readonly BindingUpdate Home = Given.Update(2).For(0);

    [Fact]
    [Clause("6275-10.3.2-lifetime-zero", "6275-10.3.2-acknowledgement", "6275-10.3.2-at-once")]
    public void Lifetime_zero_from_home_ends_the_tunnel_at_once()
    {
        var decision = Given.Bound(1).Process(Home, Given.FromHome);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.True(decision.Acknowledgement!.Lifetime.IsZero);
        Assert.Equal(Home.Sequence, decision.Acknowledgement.Sequence);
        Assert.Empty(decision.Acknowledgement.Options.Items);
        Assert.True(decision.Changed);
        Assert.True(decision.Entry!.Deregistered);
        Assert.Null(decision.Entry.Tunnel);
    }

    [Fact]
    [Clause("6275-10.3.2-home")]
    public void A_care_of_address_equal_to_the_home_address_does_the_same()
    {
        var bySource = Given.Bound(1).Process(Home.For(150), Given.FromHome);
        var byOption = Given.Bound(1).Process(Home.For(150).With(new AlternateCareOfAddressOption(Given.Home)), Given.OverIpv6);
        Assert.All([bySource, byOption], decision =>
        {
            Assert.Equal(BindingStatus.Accepted, decision.Status());
            Assert.True(decision.Acknowledgement!.Lifetime.IsZero);
            Assert.True(decision.Entry!.Deregistered);
        });
    }

    [Fact]
    [Clause("6275-10.3.2-lifetime-zero")]
    public void From_abroad_too_and_the_care_of_address_does_not_matter()
    {
        var decision = Given.Bound(1).Process(Home, Given.BehindNat);
        Assert.True(decision.Entry!.Deregistered);
    }

    [Fact]
    [Clause("6275-10.3.2-remember")]
    public void The_entry_is_kept_for_ten_seconds_and_a_delayed_update_gets_135()
    {
        var entry = Given.Bound(1).Process(Home.Number(9), Given.FromHome).Entry!;
        Assert.Equal(Given.Now.AddSeconds(10), entry.Expires);

        var delayed = entry.Process(Given.Ipv6Update.Number(8), Given.OverIpv6, after: TimeSpan.FromSeconds(9.9));
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, delayed.Status());
        Assert.Equal(new SequenceNumber(9), delayed.Acknowledgement!.Sequence);
        Assert.Same(entry, delayed.Entry);
    }

    [Fact]
    public void Leaving_home_again_within_the_ten_seconds_registers()
    {
        var entry = Given.Bound(1).Process(Home, Given.FromHome).Entry!;
        var away = entry.Process(Given.Ipv6Update.Number(3), Given.OverIpv6, after: TimeSpan.FromSeconds(2));
        Assert.Equal(BindingStatus.Accepted, away.Status());
        Assert.False(away.Entry!.Deregistered);
    }

    [Fact]
    [Clause("6275-10.3.2-unknown")]
    public void Without_a_binding_there_is_133()
    {
        var decision = Given.First(Home, Given.FromHome);
        Assert.Equal(BindingStatus.NotHomeAgentForThisMobileNode, decision.Status());
        Assert.Null(decision.Entry!.Tunnel);
    }

    /// <summary>The deregistration overtook the very first registration: found by simulation.</summary>
    [Fact]
    public void Without_a_binding_a_delayed_registration_gets_135_all_the_same()
    {
        var entry = Given.First(Home, Given.FromHome).Entry;
        var delayed = entry.Process(Given.Ipv6Update.Number(1), Given.OverIpv6, after: TimeSpan.FromSeconds(9));
        Assert.Equal(BindingStatus.SequenceNumberOutOfWindow, delayed.Status());
        var later = entry.Process(Given.Ipv6Update.Number(1), Given.OverIpv6, after: TimeSpan.FromSeconds(10));
        Assert.Equal(BindingStatus.Accepted, later.Status());
    }

    [Fact]
    public void For_a_stranger_nothing_is_remembered()
    {
        var decision = Given.First(Home, Given.FromHome, Given.Policy with { Provisioned = false });
        Assert.Equal(BindingStatus.NotHomeAgentForThisMobileNode, decision.Status());
        Assert.Null(decision.Entry);
        Assert.False(decision.Changed);
    }

    [Fact]
    [Clause("6275-10.3.2-unknown")]
    public void After_the_ten_seconds_there_is_133_as_well()
    {
        var entry = Given.Bound(1).Process(Home, Given.FromHome).Entry!;
        var decision = entry.Process(Home.Number(3), Given.FromHome, after: TimeSpan.FromSeconds(10));
        Assert.Equal(BindingStatus.NotHomeAgentForThisMobileNode, decision.Status());
    }

    [Fact]
    public void A_retransmission_whose_first_acknowledgement_was_lost_is_acknowledged_again()
    {
        var entry = Given.Bound(1).Process(Home, Given.FromHome).Entry!;
        var again = entry.Process(Home.Number(3), Given.FromHome, after: TimeSpan.FromSeconds(1));
        Assert.Equal(BindingStatus.Accepted, again.Status());
        Assert.Equal(new SequenceNumber(3), again.Entry!.Sequence);
        Assert.Equal(Given.Now.AddSeconds(11), again.Entry.Expires);
    }

    /// <summary>A mobile node that was removed from the configuration may still tidy up.</summary>
    [Fact]
    public void Provisioning_does_not_matter()
    {
        var decision = Given.Bound(1).Process(Home, Given.FromHome, Given.Policy with { Provisioned = false });
        Assert.Equal(BindingStatus.Accepted, decision.Status());
    }

    [Fact]
    public void What_was_bound_stays_known_for_its_removal()
    {
        var entry = Given.Bound(1).Process(Home, Given.FromHome).Entry!;
        Assert.Equal(new HomeAddresses(Given.Home, Given.Ipv4Home), entry.HomeAddresses);
    }
}
