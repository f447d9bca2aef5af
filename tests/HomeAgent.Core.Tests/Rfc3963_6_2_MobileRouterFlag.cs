using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

public sealed class Rfc3963_6_2_MobileRouterFlag
{
    private static readonly BindingUpdate Router = Given.Ipv6Update.With(BindingUpdateFlags.MobileRouter);

    [Fact]
    [Clause("3963-6.2-not-permitted")]
    public void Mobile_routers_are_refused_with_140()
    {
        var decision = Given.First(Router, Given.OverIpv6);
        Assert.Equal(BindingStatus.MobileRouterOperationNotPermitted, decision.Status());
        Assert.Equal(BindingAcknowledgementFlags.None, decision.Acknowledgement!.Flags);
        Assert.Null(decision.Entry);
    }

    [Fact]
    [Clause("3963-6.2-h")]
    public void R_without_H_is_refused_with_140() =>
        Assert.Equal(
            BindingStatus.MobileRouterOperationNotPermitted,
            Given.First(Router.Without(BindingUpdateFlags.HomeRegistration), Given.OverIpv6).Status());

    [Fact]
    [Clause("3963-6.2-home-address")]
    public void A_home_address_has_to_be_in_the_served_prefix_whether_or_not_that_is_advertised()
    {
        var policy = Given.Policy with { MobileRouters = true, MobileNetworkPrefixes = [Ipv6Prefix.Parse("2001:db8:aa::/56")], Prefix = null };
        Assert.Equal(BindingStatus.Accepted, Given.First(Router, Given.OverIpv6, policy).Status());
        var elsewhere = Given.First(Router, Given.OverIpv6, policy with { HomePrefix = Ipv6Prefix.Parse("2001:db8:9::/64") });
        Assert.Equal(BindingStatus.NotHomeSubnet, elsewhere.Status());
    }

    [Fact]
    [Clause("3963-6.2-r-change")]
    public void A_binding_does_not_change_R()
    {
        var entry = Given.Bound(1);
        var decision = entry.Process(Router.Number(2), Given.OverIpv6);
        Assert.Equal(BindingStatus.RegistrationTypeChangeDisallowed, decision.Status());
        Assert.Same(entry, decision.Entry);
    }

    [Fact]
    [Clause("3963-6.2-deregister-any")]
    public void A_deregistration_may_come_with_any_R()
    {
        var decision = Given.Bound(1).Process(Router.Number(2).For(0), Given.OverIpv6);
        Assert.Equal(BindingStatus.Accepted, decision.Status());
        Assert.True(decision.Entry!.Deregistered);
    }
}
