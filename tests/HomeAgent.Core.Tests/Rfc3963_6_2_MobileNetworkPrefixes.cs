using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>Implicit and explicit mode, and what becomes of prefixes that are not named any more (RFC 3963 6.2, 6.6, 6.7).</summary>
public sealed class Rfc3963_6_2_MobileNetworkPrefixes
{
    private static readonly Ipv6Prefix First = Ipv6Prefix.Parse("2001:db8:aa::/56");
    private static readonly Ipv6Prefix Second = Ipv6Prefix.Parse("2001:db8:bb::/64");
    private static readonly Ipv4Prefix Ipv4 = Ipv4Prefix.Parse("10.80.0.0/24");
    private static readonly HomePolicy Policy = Given.Policy with { MobileRouters = true, MobileNetworkPrefixes = [First, Second] };
    private static readonly HomePolicy Hosts = Given.Policy with { MobileRouters = true };
    private static readonly BindingUpdate Router = Given.Ipv6Update.With(BindingUpdateFlags.MobileRouter);

    [Fact]
    [Clause("3963-6.2-implicit", "3963-6-modes", "3963-6.6-r")]
    public void Without_options_the_configured_prefixes_are_forwarded()
    {
        var decision = Given.First(Router, Given.OverIpv6, Policy with { Ipv4Prefixes = [Ipv4] });
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(BindingAcknowledgementFlags.MobileRouter, decision.Acknowledgement!.Flags);
        Assert.Equal([First, Second], decision.Entry!.Networks!.Ipv6);
        Assert.Equal([Ipv4], decision.Entry.Networks.Ipv4);
    }

    [Fact]
    [Clause("3963-6.2-implicit")]
    public void Without_options_and_without_configuration_it_is_143() => Refused(BindingStatus.ForwardingSetupFailed, Given.First(Router, Given.OverIpv6, Hosts));

    [Fact]
    public void An_ipv4_prefix_that_is_granted_is_enough_for_implicit_mode()
    {
        var asked = Router.With(new Ipv4HomeAddressOption(24, true, Ipv4Address.Any));
        var decision = Given.First(asked, Given.OverIpv6, Hosts with { Ipv4Prefixes = [Ipv4], Ipv4PrefixLeased = true });
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal([Ipv4], decision.Entry!.Networks!.Ipv4);
    }

    [Fact]
    [Clause("3963-6.2-explicit", "3963-6-modes", "3963-6.6-r", "3963-9-authorize")]
    public void With_options_those_prefixes_are_forwarded_and_no_others()
    {
        var decision = Given.First(Router.With(Option(Second)), Given.OverIpv6, Policy with { Ipv4Prefixes = [Ipv4] });
        Assert.Equal(BindingAcknowledgementFlags.MobileRouter, decision.Acknowledgement!.Flags);
        Assert.Equal([Second], decision.Entry!.Networks!.Ipv6);
        Assert.Empty(decision.Entry.Networks.Ipv4);
    }

    [Fact]
    public void A_part_of_its_own_prefix_may_be_named_twice_is_once()
    {
        var part = Ipv6Prefix.Parse("2001:db8:aa:7::/64");
        var decision = Given.First(Router.With(Option(part)).With(Option(part)), Given.OverIpv6, Policy);
        Assert.Equal([part], decision.Entry!.Networks!.Ipv6);
    }

    [Theory]
    [Clause("3963-6.2-invalid")]
    [InlineData("2001:db8:bb::", 0), InlineData("2001:db8:bb::", 129), InlineData("::", 64), InlineData("ff02::", 64), InlineData("fe80::", 64)]
    public void One_that_is_no_prefix_gets_141_and_none_is_forwarded(string prefix, byte length)
    {
        var wrong = new MobileNetworkPrefixOption(length, Ipv6Address.Parse(prefix));
        Refused(BindingStatus.InvalidPrefix, Given.First(Router.With(Option(First)).With(wrong), Given.OverIpv6, Policy));
    }

    [Theory]
    [Clause("3963-6.2-table", "3963-9-authorize")]
    [InlineData("2001:db8:cc::/64"), InlineData("2001:db8:aa::/48"), InlineData("2001:db8:bb::/63")]
    public void One_that_is_not_its_own_gets_142_and_none_is_forwarded(string prefix) => Refused(
        BindingStatus.NotAuthorizedForPrefix, Given.First(Router.With(Option(First)).With(Option(Ipv6Prefix.Parse(prefix))), Given.OverIpv6, Policy));

    [Fact]
    [Clause("3963-6.2-not-permitted")]
    public void Where_there_are_no_mobile_routers_it_is_140() =>
        Refused(BindingStatus.MobileRouterOperationNotPermitted, Given.First(Router.With(Option(First)), Given.OverIpv6, Policy with { MobileRouters = false }));

    [Fact]
    [Clause("3963-4.1-r-zero")]
    public void Without_R_nothing_is_forwarded_whatever_is_named()
    {
        var decision = Given.First(Given.Ipv6Update.With(Option(First)), Given.OverIpv6, Policy);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(BindingAcknowledgementFlags.None, decision.Acknowledgement!.Flags);
        Assert.Null(decision.Entry!.Networks);
    }

    [Fact]
    [Clause("3963-6.2-disable")]
    public void What_the_next_update_does_not_name_is_forwarded_no_more()
    {
        var both = Given.First(Router.With(Option(First)).With(Option(Second)), Given.OverIpv6, Policy).Entry;
        Assert.Equal([First, Second], both!.Networks!.Ipv6);
        Assert.Equal([Second], both.Process(Router.Number(2).With(Option(Second)), Given.OverIpv6, Policy).Entry!.Networks!.Ipv6);
    }

    [Fact]
    public void A_refused_update_leaves_what_was_forwarded()
    {
        var bound = Given.First(Router, Given.OverIpv6, Policy).Entry;
        var decision = bound.Process(Router.Number(2).With(Option(Ipv6Prefix.Parse("2001:db8:cc::/64"))), Given.OverIpv6, Policy);
        Assert.Equal(BindingStatus.NotAuthorizedForPrefix, decision.Status());
        Assert.Equal(bound!.Networks, decision.Entry!.Networks);
        Assert.Equal(bound.Tunnel, decision.Entry.Tunnel);
    }

    [Fact]
    [Clause("3963-6.7-ignore")]
    public void A_deregistration_ignores_options_and_ends_all_forwarding()
    {
        var bound = Given.First(Router, Given.OverIpv6, Policy).Entry;
        var decision = bound.Process(Router.Number(2).For(0).With(new MobileNetworkPrefixOption(0, Ipv6Address.Any)), Given.OverIpv6, Policy);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.Equal(BindingAcknowledgementFlags.None, decision.Acknowledgement!.Flags);
        Assert.True(decision.Entry!.Deregistered);
        Assert.Null(decision.Entry.Tunnel);
    }

    /// <summary>Lookups at all edges take a step for each length that is in force.</summary>
    [Fact]
    public void More_than_sixteen_are_not_named_at_a_time()
    {
        var update = Enumerable.Range(57, 16).Aggregate(Router, (all, length) => all.With(Option(new Ipv6Prefix(First.Address, (byte)length))));
        Assert.Equal(16, Given.First(update, Given.OverIpv6, Policy).Entry!.Networks!.Ipv6.Count);
        Refused(BindingStatus.ForwardingSetupFailed, Given.First(update.With(Option(Second)), Given.OverIpv6, Policy));
    }

    [Fact]
    public void A_care_of_address_behind_itself_is_none()
    {
        var inside = Ipv6Address.Parse("2001:db8:aa::9");
        var update = Given.Update(1, new AlternateCareOfAddressOption(inside)).With(BindingUpdateFlags.MobileRouter);
        Given.First(update, Given.OverIpv6, Policy).IsSilent(DropReason.BadCareOfAddress);
    }

    private static MobileNetworkPrefixOption Option(Ipv6Prefix prefix) => new((byte)prefix.Length, prefix.Address);

    private static void Refused(BindingStatus status, BindingDecision decision)
    {
        Assert.Equal(status, decision.Status());
        Assert.Equal(BindingAcknowledgementFlags.None, decision.Acknowledgement!.Flags);
        Assert.Null(decision.Entry);
    }
}
