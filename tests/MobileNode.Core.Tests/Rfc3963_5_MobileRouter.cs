using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>The mobile node as a mobile router: what it asks for, and what it makes of the answers (RFC 3963 5).</summary>
public sealed class Rfc3963_5_MobileRouter
{
    private const BindingUpdateFlags RouterAndHome = BindingUpdateFlags.HomeRegistration | BindingUpdateFlags.MobileRouter;
    private static readonly Ipv6Prefix First = Ipv6Prefix.Parse("2001:db8:aa::/56"), Second = Ipv6Prefix.Parse("2001:db8:bb::/64");
    private static readonly Ipv4Prefix Ipv4 = Ipv4Prefix.Parse("10.80.0.0/24");
    private static readonly MobileNetworks Networks = new([First, Second], [Ipv4]);
    private static readonly MobilityOption[] Named =
    [
        new MobileNetworkPrefixOption(56, First.Address), new MobileNetworkPrefixOption(64, Second.Address), new Ipv4HomeAddressOption(24, false, Ipv4.Address),
    ];

    [Theory]
    [Clause("3963-5.2-h-r", "3963-5.2-mode")]
    [InlineData(MobileRouterMode.Implicit), InlineData(MobileRouterMode.Explicit)]
    public void R_and_H_are_set_away_and_on_the_way_home(MobileRouterMode mode)
    {
        var node = Router(mode);
        node.See(Node.Ipv6A);
        Assert.Equal(RouterAndHome, node.Last.Message.Flags & RouterAndHome);
        Accept(node);
        node.See(Node.Home);
        Assert.Equal(RouterAndHome, node.Last.Message.Flags & RouterAndHome);
        Assert.True(node.Last.Message.Lifetime.IsZero);
    }

    [Fact]
    [Clause("3963-5.2-all-prefixes", "3963-5.2-mode")]
    public void In_explicit_mode_every_registration_names_all_prefixes_and_a_deregistration_none()
    {
        var node = Router(MobileRouterMode.Explicit);
        node.See(Node.Ipv6A);
        Assert.Equal(Named, node.Last.Message.Options.Items.Skip(1));
        Accept(node, new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 24, Ipv4.Address));
        Assert.Equal(Networks, node.Registration.Status.Networks);
        node.Advance(540);
        Assert.Equal(2, node.Sent);
        Assert.Equal(Named, node.Last.Message.Options.Items.Skip(1));
        node.See(Node.Ipv4A);
        Assert.Equal(Named, node.Last.Message.Options.Items.Skip(1));
        node.See(Node.Home);
        Assert.Equal(MobilityOptions.Of(new AlternateCareOfAddressOption(Node.HomeAddress)), node.Last.Message.Options);
    }

    [Fact]
    [Clause("3963-5.2-mode")]
    public void In_implicit_mode_none_is_named_and_all_are_forwarded()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(Node.Ipv4A);
        Assert.Equal(MobilityOptions.Of(new Ipv4CareOfAddressOption(Node.Ipv4A.Address.AsIpv4)), node.Last.Message.Options);
        Assert.Null(node.Registration.Status.Networks);
        Accept(node);
        Assert.Equal([Networks], node.Log.OfType<MobileNetworksForwarded>().Select(forwarded => forwarded.Networks!));
    }

    [Fact]
    public void In_explicit_mode_an_ipv4_prefix_is_forwarded_if_it_was_granted_whatever_becomes_of_the_home_address()
    {
        var node = Router(MobileRouterMode.Explicit, Node.Ipv4Home);
        node.See(Node.Ipv6A);
        Accept(
            node, new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 0, Ipv4.Address),
            new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Node.Ipv4Home));
        Assert.Equal(Node.Ipv4Home, node.Registration.Status.Ipv4HomeAddress);
        Assert.Equal(MobileNetworks.Of([First, Second], []), node.Registration.Status.Networks);
        node.See(Node.Ipv6B);
        Accept(
            node, new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 24, Ipv4.Address),
            new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 0, Node.Ipv4Home));
        Assert.Null(node.Registration.Status.Ipv4HomeAddress);
        Assert.Equal(Networks, node.Registration.Status.Networks);
    }

    [Fact]
    [Clause("3963-5.3-r-clear")]
    public void An_acceptance_without_R_is_taken_back_and_the_node_goes_on_as_a_host()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(Node.Ipv6A);
        node.Accept();
        Assert.Null(node.Tunnel);
        Assert.Contains(new MobileRouterRefused(null, IsExpected: true), node.Log);
        Assert.True(node.Last.Message.Lifetime.IsZero);
        Assert.Equal(RegistrationState.Registering, node.State);

        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        Assert.Equal(BindingUpdateFlags.HomeRegistration, node.Last.Message.Flags & RouterAndHome);
        Assert.False(node.Last.Message.Lifetime.IsZero);
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.Null(node.Registration.Status.Networks);
    }

    [Fact]
    [Clause("3963-5.3-r-clear")]
    public void The_deregistration_is_repeated_until_it_is_answered()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(Node.Ipv6A);
        node.Accept();
        node.Advance(4);
        Assert.True(node.Sent >= 3);
        Assert.True(node.Last.Message.Lifetime.IsZero);
        node.See(Node.Ipv6B);
        Assert.True(node.Last.Message.Lifetime.IsZero);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.NotHomeAgentForThisMobileNode));
        node.Advance(1.1);
        Assert.False(node.Last.Message.Lifetime.IsZero);
    }

    [Theory]
    [Clause("3963-5.4.1-implicit")]
    [InlineData(BindingStatus.MobileRouterOperationNotPermitted, true), InlineData(BindingStatus.ForwardingSetupFailed, true)]
    [InlineData(BindingStatus.InvalidPrefix, false), InlineData(BindingStatus.NotAuthorizedForPrefix, false)]
    public void In_implicit_mode_a_refusal_ends_it_and_is_told(BindingStatus status, bool isExpected) => IsEndedBy(MobileRouterMode.Implicit, status, isExpected);

    [Theory]
    [Clause("3963-5.4.2-explicit")]
    [InlineData(BindingStatus.MobileRouterOperationNotPermitted, true), InlineData(BindingStatus.ForwardingSetupFailed, false)]
    [InlineData(BindingStatus.InvalidPrefix, true), InlineData(BindingStatus.NotAuthorizedForPrefix, true)]
    public void In_explicit_mode_a_refusal_ends_it_and_is_told(BindingStatus status, bool isExpected) => IsEndedBy(MobileRouterMode.Explicit, status, isExpected);

    [Theory]
    [Clause("3963-5.4.1-implicit", "3963-5.4.2-explicit")]
    [InlineData(MobileRouterMode.Implicit), InlineData(MobileRouterMode.Explicit)]
    public void Any_other_refusal_is_as_for_a_host_and_it_stays_a_router(MobileRouterMode mode)
    {
        var node = Router(mode);
        node.See(Node.Ipv6A);
        node.Reject(BindingStatus.InsufficientResources);
        Assert.Empty(node.Log.OfType<MobileRouterRefused>());
        node.Advance(3);
        Assert.Equal(RouterAndHome, node.Last.Message.Flags & RouterAndHome);
    }

    [Fact]
    [Clause("3963-5.4.2-explicit")]
    public void Refused_at_a_refresh_it_removes_the_routers_binding_before_it_binds_as_a_host()
    {
        var node = Router(MobileRouterMode.Explicit);
        node.See(Node.Ipv6A);
        Accept(node);
        node.See(Node.Ipv6B);
        node.Reject(BindingStatus.NotAuthorizedForPrefix);
        Assert.Null(node.Registration.Status.Networks);
        Assert.True(node.Last.Message.Lifetime.IsZero);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        node.Advance(1.1);
        Assert.Equal((false, (BindingUpdateFlags)0), (node.Last.Message.Lifetime.IsZero, node.Last.Message.Flags & BindingUpdateFlags.MobileRouter));
    }

    [Fact]
    public void A_binding_of_another_kind_from_before_is_removed_first()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(Node.Ipv6A);
        node.Reject(BindingStatus.RegistrationTypeChangeDisallowed);
        Assert.True(node.Last.Message.Lifetime.IsZero);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        Assert.Equal(RouterAndHome, node.Last.Message.Flags & RouterAndHome);
        Accept(node);
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    [Clause("3963-5.8-home")]
    public void At_home_it_deregisters_and_is_a_router_again_when_it_leaves()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(Node.Ipv6A);
        Accept(node);
        node.See(Node.Home);
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted));
        Assert.Equal((RegistrationState.Home, false), (node.State, node.Away));
        node.See(Node.Ipv6A);
        Accept(node);
        Assert.Equal((RegistrationState.Registered, Networks), (node.State, node.Registration.Status.Networks));
    }

    [Fact]
    public void An_address_of_its_own_network_is_no_care_of_address()
    {
        var node = Router(MobileRouterMode.Implicit);
        node.See(new CareOfCandidate(IpAddress.Parse("2001:db8:aa::1"), 7), new CareOfCandidate(IpAddress.Parse("10.80.0.1"), 7));
        Assert.Equal(RegistrationState.NoNetwork, node.State);
    }

    private static void IsEndedBy(MobileRouterMode mode, BindingStatus status, bool isExpected)
    {
        var node = Router(mode);
        node.See(Node.Ipv6A);
        node.Reject(status);
        Assert.Contains(new MobileRouterRefused(status, isExpected), node.Log);
        Assert.Equal(BindingUpdateFlags.HomeRegistration, node.Last.Message.Flags & RouterAndHome);
        Assert.Single(node.Last.Message.Options.Items);
        node.Accept();
        Assert.Equal((RegistrationState.Registered, null), (node.State, node.Registration.Status.Networks));
        node.See(Node.Ipv4A);
        Assert.Equal(BindingUpdateFlags.HomeRegistration, node.Last.Message.Flags & RouterAndHome);
    }

    private static void Accept(Node node, params MobilityOption[] options) =>
        node.Answer(Node.Acknowledge(node.Last, BindingStatus.Accepted, options) with { Flags = BindingAcknowledgementFlags.MobileRouter });

    private static Node Router(MobileRouterMode mode, Ipv4Address? ipv4Home = null) => new(ipv4Home, router: new MobileRouterSettings(mode, Networks));
}
