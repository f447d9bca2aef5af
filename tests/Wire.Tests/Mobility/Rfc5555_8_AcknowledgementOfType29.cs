using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

/// <summary>RFC 5555 3.2.1 has the IPv4 Address Acknowledgement as type 30, RFC 5555 8 as type 29, which is the IPv4 Home Address option's.</summary>
[Clause("5555-8-type-29")]
public sealed class Rfc5555_8_AcknowledgementOfType29
{
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::100");
    private static readonly Ipv6Address Agent = Ipv6Address.Parse("2001:db8:1::1");

    private static readonly BindingAcknowledgement Acknowledgement = new(
        BindingStatus.Accepted, BindingAcknowledgementFlags.None, new(0x0102), new(15),
        MobilityOptions.Of(new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.IncorrectHomeAddress, 24, Ipv4Address.Parse("10.1.2.3")) { Number = 29 }));

    [Fact]
    public void Its_layout_is_that_of_type_30()
    {
        var bytes = MobilityHeaderCodec.Write(Acknowledgement, Agent, Home);
        Assert.Equal("1d0682600a010203", Convert.ToHexStringLower(bytes.AsSpan(12, 8)));
    }

    [Fact]
    public void In_an_acknowledgement_type_29_is_read_so_and_its_number_kept()
    {
        Assert.True(MobilityHeaderCodec.TryRead(MobilityHeaderCodec.Write(Acknowledgement, Agent, Home), Agent, Home, out var read, out _));
        Assert.Equal(Acknowledgement, read);
    }

    [Fact]
    public void In_a_binding_update_type_29_is_the_IPv4_home_address()
    {
        var update = new BindingUpdate(new(1), BindingUpdateFlags.None, new(15), Acknowledgement.Options);
        Assert.True(MobilityHeaderCodec.TryRead(MobilityHeaderCodec.Write(update, Home, Agent), Home, Agent, out var read, out _));
        Assert.Equal(new Ipv4HomeAddressOption(32, true, Ipv4Address.Parse("10.1.2.3")), Assert.Single(read!.Options.Items));
    }

    [Theory]
    [InlineData("1d0582600a0102"), InlineData("1d0782600a01020304")]
    public void Of_another_length_it_is_refused(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.False(MobilityOptionsCodec.TryRead(ref reader, out _, out var why, isAcknowledgement: true));
        Assert.Equal(DropReason.BadMobilityOption, why);
    }
}
