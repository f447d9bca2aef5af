using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>RFC 6275 11.7.1, RFC 5555 4.2 and 4.4.2: what is in a Binding Update and how it travels.</summary>
public sealed class BindingUpdateContentsTests
{
    private const BindingUpdateFlags AcknowledgeAndHome = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration;

    [Fact]
    [Clause("6275-11.7.1-h-a", "6275-11.7.1-hao", "6275-11.7.1-alternate", "4877-4.3-alternate")]
    public void Over_ipv6_it_is_native_with_home_address_option_and_alternate_care_of_address()
    {
        var node = new Node();
        node.See(Node.Ipv6A);
        Assert.Equal(AcknowledgeAndHome, node.Last.Message.Flags);
        Assert.Equal(MobilityOptions.Of(new AlternateCareOfAddressOption(Node.Ipv6A.Address.AsIpv6)), node.Last.Message.Options);
        Assert.Equal(new BindingUpdatePath(Encapsulation.Native, Node.Ipv6A.Address, Node.Ipv6A.InterfaceIndex), node.Last.Path);
        Assert.True(node.Last.Path.HomeAddressOption);
    }

    [Fact]
    [Clause("5555-4.1-update", "5555-4.2-always-udp", "5555-4.2-option", "5555-4.4.2-hoa-source")]
    public void Over_ipv4_it_is_in_udp_with_the_ipv4_care_of_address_and_no_home_address_option()
    {
        var node = new Node();
        node.See(Node.Ipv4A);
        Assert.Equal(AcknowledgeAndHome, node.Last.Message.Flags);
        Assert.Equal(MobilityOptions.Of(new Ipv4CareOfAddressOption(Node.Ipv4A.Address.AsIpv4)), node.Last.Message.Options);
        Assert.Equal(new BindingUpdatePath(Encapsulation.UdpIpv4, Node.Ipv4A.Address, Node.Ipv4A.InterfaceIndex), node.Last.Path);
        Assert.False(node.Last.Path.HomeAddressOption);
    }

    /// <summary>RFC 6275 11.7.1: clear with keys by hand; set where key management survives a movement, on the way home too.</summary>
    [Fact]
    [Clause("6275-11.7.1-k", "6275-11.7.1-k-manual")]
    public void Flag_K_says_whether_key_management_survives_a_movement()
    {
        var node = new Node(keyManagementMobility: true);
        node.See(Node.Ipv4A);
        Assert.Equal(AcknowledgeAndHome | BindingUpdateFlags.KeyManagementMobilityCapability, node.Last.Message.Flags);
        node.Accept();
        node.See(Node.Home);
        Assert.Equal(AcknowledgeAndHome | BindingUpdateFlags.KeyManagementMobilityCapability, node.Last.Message.Flags);
    }

    [Fact]
    [Clause("5555-4.4.2-ipv4-hoa")]
    public void A_static_ipv4_home_address_is_in_every_registration()
    {
        var node = new Node(Node.Ipv4Home);
        node.See(Node.Ipv6A);
        Assert.Equal(new Ipv4HomeAddressOption(32, false, Node.Ipv4Home), node.Last.Message.Options.Find<Ipv4HomeAddressOption>());
        node.See(Node.Ipv4B);
        Assert.Equal(new Ipv4HomeAddressOption(32, false, Node.Ipv4Home), node.Last.Message.Options.Find<Ipv4HomeAddressOption>());
    }

    [Fact]
    [Clause("5555-4.4.1-f")]
    public void Flag_F_is_set_only_when_configured_and_only_over_ipv4()
    {
        var node = new Node(forceUdp: true);
        node.See(Node.Ipv4A);
        Assert.Equal(AcknowledgeAndHome | BindingUpdateFlags.ForceUdpEncapsulation, node.Last.Message.Flags);
        node.See(Node.Ipv6A);
        Assert.Equal(AcknowledgeAndHome, node.Last.Message.Flags);
    }

    [Fact]
    [Clause("6275-11.7.1-lifetime-care-of")]
    public void The_lifetime_asked_for_does_not_outlive_the_care_of_address()
    {
        var node = new Node(lifetimeUnits: 150);
        node.See(Node.Ipv6A with { ValidUntil = Node.Start.AddSeconds(101) });
        Assert.Equal(new BindingLifetime(25), node.Last.Message.Lifetime);
    }

    [Fact]
    [Clause("6275-11.7.1-lifetime")]
    public void The_lifetime_asked_for_is_never_zero()
    {
        var node = new Node();
        node.See(Node.Ipv6A with { ValidUntil = Node.Start.AddSeconds(1) });
        Assert.Equal(new BindingLifetime(1), node.Last.Message.Lifetime);
    }

    [Fact]
    [Clause("6275-11.7.1-sequence")]
    public void The_first_sequence_number_follows_the_one_last_used()
    {
        var node = new Node(lastSequence: ushort.MaxValue);
        node.See(Node.Ipv6A);
        Assert.Equal(new SequenceNumber(0), node.Last.Message.Sequence);
    }
}
