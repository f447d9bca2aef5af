using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>What states are for, without a kernel.</summary>
public sealed class AssociationCatalogueTests
{
    private readonly AssociationCatalogue _catalogue = new(Plan.HomeAgent, atHomeAgent: true);

    [Theory]
    [InlineData(AssociationPurpose.Signalling)]
    [InlineData(AssociationPurpose.ReturnRoutability)]
    [InlineData(AssociationPurpose.PrefixDiscovery)]
    [InlineData(AssociationPurpose.Payload)]
    public void The_number_that_we_gave_says_what_a_state_is_for(AssociationPurpose purpose)
    {
        Set(Plan.State(purpose, fromMobileNode: true) with { Selector = null });
        Set(Plan.State(purpose, fromMobileNode: false) with { Selector = null });

        var inbound = _catalogue.Current.Inbound[Plan.Spi(purpose, true)];
        var outbound = _catalogue.Current.Outbound[(Plan.Home, Plan.Spi(purpose, false))];
        Assert.Equal((purpose, true, Plan.Home), (inbound.Purpose, inbound.Inbound, inbound.HomeAddress));
        Assert.Equal((purpose, false, Plan.Home), (outbound.Purpose, outbound.Inbound, outbound.HomeAddress));
        Assert.Equal(purpose == AssociationPurpose.Signalling, inbound.CarriesBindingUpdates);
        Assert.False(outbound.CarriesBindingUpdates);
        Assert.Equal(2, _catalogue.Current.Of(Plan.Home).Length);
    }

    [Theory]
    [InlineData(IpProtocol.MobilityHeader, null, XfrmMode.Transport, AssociationPurpose.Signalling, true)]
    [InlineData(IpProtocol.MobilityHeader, 5, XfrmMode.Transport, AssociationPurpose.Signalling, true)]
    [InlineData(IpProtocol.MobilityHeader, 6, XfrmMode.Transport, AssociationPurpose.Signalling, false)]
    [InlineData(IpProtocol.MobilityHeader, 1, XfrmMode.Transport, AssociationPurpose.Other, false)]
    [InlineData(IpProtocol.MobilityHeader, null, XfrmMode.Tunnel, AssociationPurpose.ReturnRoutability, false)]
    [InlineData(IpProtocol.Icmpv6, null, XfrmMode.Transport, AssociationPurpose.PrefixDiscovery, false)]
    [InlineData(IpProtocol.Udp, null, XfrmMode.Transport, AssociationPurpose.Other, false)]
    public void A_selector_says_it_whoever_made_the_state(byte protocol, int? type, XfrmMode mode, AssociationPurpose expected, bool carriesBindingUpdates)
    {
        var selector = new XfrmSelector(NetworkPrefix.Host(Plan.Home), NetworkPrefix.Host(Plan.HomeAgent), protocol) { SourcePort = (ushort?)type };
        Set(Foreign(mode) with { Selector = selector });

        var association = _catalogue.Current.Inbound[Plan.Spi(AssociationPurpose.Signalling, true)];
        Assert.Equal((expected, carriesBindingUpdates), (association.Purpose, association.CarriesBindingUpdates));
        Assert.Equal(selector.ToString(), association.Selector);
    }

    [Fact]
    public void A_state_without_selector_is_for_what_the_policies_send_through_it_as_soon_as_they_do()
    {
        Set(Foreign(XfrmMode.Transport));
        Assert.Equal(AssociationPurpose.Other, Found.Purpose);

        var policy = Policy(XfrmMode.Transport, IpProtocol.MobilityHeader, XfrmDirection.In, reqid: 77);
        _catalogue.TryApply(new XfrmPolicySet(policy));
        Assert.Equal((AssociationPurpose.Signalling, policy.Selector.ToString()), (Found.Purpose, Found.Selector));

        _catalogue.TryApply(new XfrmPolicyGone(policy.Selector, policy.Direction));
        Assert.Equal(AssociationPurpose.Other, Found.Purpose);
    }

    [Fact]
    public void A_policy_speaks_for_states_that_fit_its_template_only()
    {
        Set(Foreign(XfrmMode.Transport));
        foreach (var policy in new[]
        {
            Policy(XfrmMode.Transport, IpProtocol.MobilityHeader, XfrmDirection.In, reqid: 78),
            Policy(XfrmMode.Tunnel, IpProtocol.MobilityHeader, XfrmDirection.Forward, reqid: 77),
        }) _catalogue.TryApply(new XfrmPolicySet(policy));
        Assert.Equal(AssociationPurpose.Other, Found.Purpose);

        // Without a number it fits all; and another number makes it another policy.
        var any = Policy(XfrmMode.Transport, IpProtocol.MobilityHeader, XfrmDirection.In, reqid: 0);
        _catalogue.TryApply(new XfrmPolicySet(any));
        Assert.Equal(AssociationPurpose.Signalling, Found.Purpose);
        _catalogue.TryApply(new XfrmPolicySet(any with { Template = any.Template! with { Reqid = 79 } }));
        Assert.Equal(AssociationPurpose.Other, Found.Purpose);
    }

    [Fact]
    public void The_policy_that_is_taken_first_decides()
    {
        var everything = Policy(XfrmMode.Tunnel, 0, XfrmDirection.In, reqid: 77);
        var messages = Policy(XfrmMode.Tunnel, IpProtocol.MobilityHeader, XfrmDirection.Forward, reqid: 77) with { Priority = 1 };
        _catalogue.Reset([Foreign(XfrmMode.Tunnel)], [everything, messages]);
        Assert.Equal(AssociationPurpose.ReturnRoutability, Found.Purpose);
        _catalogue.TryApply(new XfrmPolicyGone(messages.Selector, messages.Direction));
        Assert.Equal(AssociationPurpose.Payload, Found.Purpose);
    }

    [Fact]
    public void Both_of_a_rekeying_are_there_until_the_old_one_goes()
    {
        Set(Plan.State(AssociationPurpose.Signalling, true));
        Set(Plan.State(AssociationPurpose.Signalling, true, generation: 1));
        Assert.Equal(2, _catalogue.Current.Inbound.Count);

        _catalogue.TryApply(new XfrmStateExpired(Plan.State(AssociationPurpose.Signalling, true).Id, Hard: false));
        Assert.Equal(2, _catalogue.Current.Inbound.Count);
        _catalogue.TryApply(new XfrmStateExpired(Plan.State(AssociationPurpose.Signalling, true).Id, Hard: true));
        Assert.Equal(Plan.Spi(AssociationPurpose.Signalling, true, 1), Assert.Single(_catalogue.Current.Inbound).Key);
        _catalogue.TryApply(new XfrmStateGone(Plan.State(AssociationPurpose.Signalling, true, 1).Id));
        Assert.Empty(_catalogue.Current.ByHomeAddress);
    }

    [Fact]
    public void A_flush_of_states_empties_it_and_what_cannot_be_followed_is_said()
    {
        Set(Plan.State(AssociationPurpose.Payload, true));
        Assert.True(_catalogue.TryApply(new XfrmStatesFlushed()));
        Assert.Empty(_catalogue.Current.Inbound);
        Assert.False(_catalogue.TryApply(new XfrmEventsLost()));
        Assert.False(_catalogue.TryApply(new XfrmPoliciesFlushed()));
    }

    [Fact]
    public void States_of_others_and_placeholders_are_left_out()
    {
        Set(Plan.State(AssociationPurpose.Signalling, true) with { Source = Ipv4Address.Parse("192.0.2.1") });
        Set(Plan.State(AssociationPurpose.Signalling, true) with { Id = new XfrmStateId(Plan.Correspondent, 5) });
        Set(Plan.State(AssociationPurpose.Signalling, true) with { Id = new XfrmStateId(Plan.HomeAgent, 0) });
        Assert.Empty(_catalogue.Current.ByHomeAddress);
    }

    [Fact]
    public void The_mobile_node_sees_the_same_from_the_other_side()
    {
        var catalogue = new AssociationCatalogue(Plan.HomeAgent, atHomeAgent: false);
        catalogue.Reset([Plan.State(AssociationPurpose.Signalling, true), Plan.State(AssociationPurpose.Signalling, false)], []);
        var update = catalogue.Current.Outbound[(Plan.HomeAgent, Plan.Spi(AssociationPurpose.Signalling, true))];
        var acknowledgement = catalogue.Current.Inbound[Plan.Spi(AssociationPurpose.Signalling, false)];
        Assert.True(update.CarriesBindingUpdates);
        Assert.False(acknowledgement.CarriesBindingUpdates);
        Assert.Equal((Plan.Home, Plan.Home), (update.HomeAddress, acknowledgement.HomeAddress));
    }

    [Fact]
    public void Numbers_differ_between_home_addresses_and_purposes()
    {
        var numbers = Enumerable.Range(1, 20_000)
            .SelectMany(i => Enum.GetValues<AssociationPurpose>().Select(purpose => SignallingReqids.Of(new Ipv6Address(Plan.Home.Value + (UInt128)i), purpose)))
            .ToList();
        Assert.All(numbers, number => Assert.True(number >= 0x8000_0000));
        // 28 bits of hash: one pair of 20 000 shares a number, or about so.
        Assert.InRange(numbers.Distinct().Count(), numbers.Count - 50, numbers.Count);
    }

    private KernelAssociation Found => _catalogue.Current.Inbound[Plan.Spi(AssociationPurpose.Signalling, true)];

    private void Set(XfrmState state) => Assert.True(_catalogue.TryApply(new XfrmStateSet(state)));

    /// <summary>From the mobile node, by somebody who does not know our numbers.</summary>
    private static XfrmState Foreign(XfrmMode mode) =>
        Plan.State(AssociationPurpose.Signalling, true) with { Selector = null, Reqid = 77, Mode = mode };

    private static XfrmPolicy Policy(XfrmMode mode, byte protocol, XfrmDirection direction, uint reqid) => new(
        new XfrmSelector(NetworkPrefix.Host(Plan.Home), mode == XfrmMode.Tunnel ? NetworkPrefix.DefaultIpv6 : NetworkPrefix.Host(Plan.HomeAgent), protocol),
        direction, 100)
    {
        Template = new XfrmTemplate(mode, Plan.Home, Plan.HomeAgent, reqid),
    };
}
