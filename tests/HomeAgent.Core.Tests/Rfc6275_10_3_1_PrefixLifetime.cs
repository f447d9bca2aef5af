using DsMip.HomeAgent.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>RFC 6275 10.3.1, 10.6.4: bindings and the lifetimes of their prefix. The Binding Updates ask for 600 s.</summary>
public sealed class Rfc6275_10_3_1_PrefixLifetime
{
    [Theory]
    [InlineData(1000, 1000, 600, BindingStatus.Accepted)]
    [InlineData(1000, 600, 600, BindingStatus.Accepted)]
    [InlineData(1000, 599, 600, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [InlineData(1000, 0, 600, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [InlineData(603, 603, 600, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [InlineData(604, 604, 600, BindingStatus.Accepted)]
    [InlineData(599, 599, 596, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [InlineData(4, 0, 4, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [Clause("6275-10.3.1-lifetime-prefix", "6275-10.3.1-lifetime-preferred", "6275-10.3.1-status-1")]
    public void A_binding_is_no_longer_than_its_prefix_and_status_1_tells_of_its_end(int valid, int preferred, int granted, BindingStatus expected)
    {
        var decision = Given.First(Given.Ipv6Update, Given.OverIpv6, With(valid, preferred));
        Assert.Equal((expected, TimeSpan.FromSeconds(granted)), (decision.Acknowledgement!.Status, decision.Acknowledgement.Lifetime.ToTimeSpan()));
        Assert.Equal(Given.Now.AddSeconds(granted), decision.Entry!.Expires);
    }

    [Fact]
    [Clause("6275-10.3.1-status-1")]
    public void A_prefix_without_end_gets_status_0_whatever_is_asked_for()
    {
        var forever = Given.Policy with { MaximumLifetime = new BindingLifetime(ushort.MaxValue), Prefix = new HomeNetworkPrefix(Given.HomePrefix, default, default, true, true, null) };
        var answer = Given.First(Given.Ipv6Update.For(ushort.MaxValue), Given.OverIpv6, forever).Acknowledgement!;
        Assert.Equal((BindingStatus.Accepted, ushort.MaxValue), (answer.Status, answer.Lifetime.Units));
    }

    [Fact]
    public void Under_a_prefix_that_is_not_valid_there_are_no_bindings() =>
        Assert.Equal(BindingStatus.NotHomeSubnet, Given.First(Given.Ipv6Update, Given.OverIpv6, With(valid: 3, preferred: 3)).Status());

    [Fact]
    [Clause("6275-10.6.1-content")]
    public void An_advertisement_has_all_prefixes_with_what_is_left_of_their_lifetimes()
    {
        var router = Ipv6Address.Parse("2001:db8:2::1");
        var second = new HomeNetworkPrefix(
            Ipv6Prefix.Parse("2001:db8:2::/64"), new PrefixLifetime(Until: Given.Now.AddSeconds(100.5)), new PrefixLifetime(TimeSpan.FromSeconds(300)), false, true, router);
        var prefixes = new HomeNetworkPrefixes([new HomeNetworkPrefix(Given.HomePrefix, default, default, true, false, null), second]);
        Assert.Equal(
            new MobilePrefixAdvertisement(7, false, false,
            [
                new PrefixInformationOption(64, PrefixInformationFlags.OnLink, uint.MaxValue, uint.MaxValue, Given.HomePrefix.Address),
                new PrefixInformationOption(
                    64, PrefixInformationFlags.AutonomousAddressConfiguration | PrefixInformationFlags.RouterAddress, 90, 90, router),
            ]),
            prefixes.Advertise(7, Given.Now.AddSeconds(10)));
        Assert.Equal(second, prefixes.Of(router));
    }

    [Fact]
    public void As_many_prefixes_as_allowed_fit_into_the_least_mtu()
    {
        const int outerAndEsp = 40 + 24 + 8 + 16 + 2 + 16 + 15;
        var most = Enumerable.Range(0, HomeNetworkPrefixes.Most).Select(i => new HomeNetworkPrefix(new Ipv6Prefix(new Ipv6Address((UInt128)i << 64), 64), default, default, true, true, null));
        var message = new HomeNetworkPrefixes(ValueArray.Create<HomeNetworkPrefix>([.. most])).Advertise(1, Given.Now);
        Assert.True(Ipv6Header.Size + Icmpv6Codec.Measure(message) + outerAndEsp <= 1280);
    }

    private static HomePolicy With(int valid, int preferred) => Given.Policy with
    {
        Prefix = new HomeNetworkPrefix(
            Given.HomePrefix, new PrefixLifetime(TimeSpan.FromSeconds(valid)), new PrefixLifetime(TimeSpan.FromSeconds(preferred)), true, true, null),
    };
}
