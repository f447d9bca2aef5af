using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>Where the RFCs contradict themselves or each other: the default, and what the switch makes of it.</summary>
public sealed class InteroperabilityTests
{
    [Theory]
    [Clause("5555-3.2.1-type-30", "5555-8-type-29")]
    [InlineData(30, false, true), InlineData(30, true, true), InlineData(29, false, false), InlineData(29, true, true)]
    public void Rfc5555_3_2_1_against_8_the_type_of_the_IPv4_address_acknowledgement(byte type, bool accepts29, bool bound)
    {
        var node = new Node(Node.Ipv4Home, interoperability: new InteroperabilityOptions { AcknowledgementOfType29 = accepts29 });
        node.See(Node.Ipv6A);
        node.Accept(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, 32, Node.Ipv4Home) { Number = type });
        Assert.Equal(bound ? Node.Ipv4Home : null, node.Registration.Status.Ipv4HomeAddress);
    }

    [Theory]
    [Clause("5555-4.4.2-natdet-switch")]
    [InlineData(NatDetectionReading.AsItSays, Encapsulation.Ipv4), InlineData(NatDetectionReading.AlwaysUdp, Encapsulation.UdpIpv4)]
    public void Rfc5555_4_2_against_4_4_2_an_option_that_speaks_of_no_NAT(NatDetectionReading reading, Encapsulation expected)
    {
        var node = new Node(interoperability: new InteroperabilityOptions { NatDetectionOption = reading });
        node.See(Node.Ipv4A);
        node.Accept(new NatDetectionOption(false, NatDetectionOption.NoKeepaliveNeeded));
        Assert.Equal(expected, node.Tunnel?.Encapsulation);
        // All ones: nothing to keep alive either way.
        node.Advance(500);
        Assert.Equal(1, node.Sent);
    }

    [Theory]
    [InlineData(NatDetectionReading.AsItSays), InlineData(NatDetectionReading.AlwaysUdp)]
    public void Rfc5555_4_4_2_without_the_option_there_is_no_UDP(NatDetectionReading reading)
    {
        var node = new Node(interoperability: new InteroperabilityOptions { NatDetectionOption = reading });
        node.See(Node.Ipv4A);
        node.Accept();
        Assert.Equal(Encapsulation.Ipv4, node.Tunnel?.Encapsulation);
    }

    [Theory]
    [Clause("6275-11.7.1-alternate-v4-sent")]
    [InlineData(false), InlineData(true)]
    public void Rfc6275_11_7_1_against_Rfc5555_4_2_the_alternate_care_of_address_over_IPv4(bool alternate)
    {
        var node = new Node(interoperability: new InteroperabilityOptions { AlternateCareOfAddressOverIpv4 = alternate });
        node.See(Node.Ipv4A);
        var careOf = new Ipv4CareOfAddressOption(Node.Ipv4A.Address.AsIpv4);
        var mapped = new AlternateCareOfAddressOption(Ipv6Address.Parse("::ffff:203.0.113.2"));
        Assert.Equal(alternate ? MobilityOptions.Of(careOf, mapped) : MobilityOptions.Of(careOf), node.Last.Message.Options);
        node.Accept();
        node.See(Node.Ipv6B);
        Assert.Equal(MobilityOptions.Of(new AlternateCareOfAddressOption(Node.Ipv6B.Address.AsIpv6)), node.Last.Message.Options);
    }
}
