using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 5555 2.3.1, 4.4.2: the IPv4 home address.</summary>
public sealed class Ipv4HomeAddressTests
{
    private static readonly Ipv4Address Leased = Ipv4Address.Parse("10.10.0.117");

    [Fact]
    [Clause("5555-4.4.2-ipv4-hoa", "5555-4.4.2-dynamic")]
    public void A_dynamic_address_is_asked_for_with_zeros_and_from_then_on_by_name()
    {
        var node = new Node(Ipv4Address.Any);
        node.See(Node.Ipv6A);
        Assert.Equal(Ipv4Address.Any, Asked(node)?.HomeAddress);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Leased));
        Assert.Contains(new Ipv4HomeAddressAssigned(Leased, 32), node.Log);
        Assert.Equal(Leased, node.Registration.Status.Ipv4HomeAddress);
        node.See(Node.Ipv4B);
        Assert.Equal(Leased, Asked(node)?.HomeAddress);
    }

    [Fact]
    public void It_is_announced_once_not_at_every_refresh()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(Node.Ipv6A);
        for (var i = 0; i < 3; i++)
        {
            node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Node.Ipv4Home));
            node.Advance(540);
        }
        Assert.Single(node.Log.OfType<Ipv4HomeAddressAssigned>());
    }

    [Fact]
    [Clause("5555-3.2.1-prefix-overrides")]
    public void The_prefix_length_of_the_acknowledgement_overrides_ours()
    {
        var node = new Node(Ipv4Address.Any);
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 24, Leased));
        Assert.Contains(new Ipv4HomeAddressAssigned(Leased, 24), node.Log);
        node.See(Node.Ipv6B);
        Assert.Equal(new Ipv4HomeAddressOption(24, false, Leased), Asked(node));
    }

    [Theory]
    [Clause("5555-2.3.1-failure")]
    [InlineData(Ipv4AddressStatus.FailureReasonUnspecified)]
    [InlineData(Ipv4AddressStatus.AdministrativelyProhibited)]
    [InlineData(Ipv4AddressStatus.DynamicAssignmentUnavailable)]
    public void A_failure_binds_ipv6_only_and_it_is_asked_for_again_later(Ipv4AddressStatus status)
    {
        var node = new Node(Ipv4Address.Any);
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(status, 0, default));
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.Null(node.Registration.Status.Ipv4HomeAddress);
        Assert.Equal(1, node.Sent);
        node.Advance(540);
        Assert.NotNull(Asked(node));
    }

    [Fact]
    [Clause("5555-2.3.1-no-ack", "5555-2.3.1-not-again")]
    public void Without_an_answer_to_the_option_it_is_not_sent_to_this_home_agent_again()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(Node.Ipv6A);
        node.Accept();
        node.See(Node.Ipv6B);
        Assert.Null(Asked(node));
        node.Accept();
        Assert.Equal(RegistrationState.Registered, node.State);
    }

    [Fact]
    public void A_static_address_that_is_refused_is_said_once()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(Node.Ipv6A);
        for (var i = 0; i < 3; i++)
        {
            node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.AdministrativelyProhibited, 0, default));
            node.Advance(540);
        }
        Assert.Single(node.Log, new Ipv4HomeAddressWithdrawn(Node.Ipv4Home));
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Node.Ipv4Home));
        Assert.Contains(new Ipv4HomeAddressAssigned(Node.Ipv4Home, 32), node.Log);
    }

    [Fact]
    public void A_lost_lease_is_withdrawn_and_any_address_asked_for_at_once()
    {
        var node = new Node(Ipv4Address.Any);
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Leased));
        node.See(Node.Ipv6B);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 0, default));
        Assert.Contains(new Ipv4HomeAddressWithdrawn(Leased), node.Log);
        Assert.Equal(3, node.Sent);
        Assert.Equal(Ipv4Address.Any, Asked(node)?.HomeAddress);
    }

    [Theory]
    [InlineData("224.0.0.1", 32)]
    [InlineData("0.0.0.0", 32)]
    [InlineData("10.10.0.117", 0)]
    [InlineData("10.10.0.117", 33)]
    public void Success_with_an_address_that_cannot_be_is_a_failure(string address, byte prefixLength)
    {
        var node = new Node(Ipv4Address.Any);
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, prefixLength, Ipv4Address.Parse(address)));
        Assert.Null(node.Registration.Status.Ipv4HomeAddress);
    }

    [Fact]
    public void Success_for_another_address_than_the_static_one_is_a_failure()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Leased));
        Assert.Null(node.Registration.Status.Ipv4HomeAddress);
    }

    private static Ipv4HomeAddressOption? Asked(Node node) => node.Last.Message.Options.Find<Ipv4HomeAddressOption>();
}
