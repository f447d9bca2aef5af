using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

public sealed class MobilityOptionsTests
{
    [Theory]
    [Clause("6275-6.2.1-area", "trap-option-area")]
    [InlineData("02")]
    [InlineData("0103")]
    [InlineData("01010105")]
    [InlineData("1d0620000a")]
    [InlineData("02ff0000")]
    public void An_option_past_the_option_area_is_refused(string hex) => AssertRefused(hex);

    [Theory]
    [Clause("6275-6.2.1-area")]
    [InlineData("0201ff")]
    [InlineData("020300ff00")]
    [InlineData("030f000000000000000000000000000000")]
    [InlineData("0402beef")]
    [InlineData("0604beef0011")]
    [InlineData("0800")]
    [InlineData("1d0420000a00")]
    [InlineData("1e07000000000000000000")]
    [InlineData("1f00")]
    [InlineData("2002000a")]
    public void A_length_that_is_not_the_types_is_refused(string hex) => AssertRefused(hex);

    [Theory]
    [Clause("6275-6.2.7-authenticator")]
    [InlineData("050c0102030405060708090a0b0c00")]
    [InlineData("050c0102030405060708090a0b0c0100")]
    [InlineData("050c0102030405060708090a0b0c02020005")]
    public void Nothing_may_follow_the_authenticator(string hex) => AssertRefused(hex);

    [Fact]
    [Clause("6275-6.2.1-skip", "6275-6.2.4-advice")]
    public void An_unknown_option_is_kept_and_what_follows_is_read()
    {
        var reader = new WireReader(Convert.FromHexString("c802beef" + "00" + "0101ff" + "02020007"));
        Assert.True(MobilityOptionsCodec.TryRead(ref reader, out var options, out var why));
        Assert.Equal(DropReason.None, why);
        Assert.Equal(
            MobilityOptions.Of(new UnknownMobilityOption(200, [0xbe, 0xef]), new BindingRefreshAdviceOption(new(7))), options);
        Assert.Equal(new BindingRefreshAdviceOption(new(7)), options.Find<BindingRefreshAdviceOption>());
        Assert.Null(options.Find<NatDetectionOption>());
    }

    [Theory]
    [Clause("6275-6.1.1-length", "6275-6.1.7-padding", "6275-6.2.2-pad1", "6275-6.2.3-padn")]
    [InlineData(0, "")]
    [InlineData(1, "00")]
    [InlineData(2, "0100")]
    [InlineData(3, "010100")]
    [InlineData(7, "01050000000000")]
    public void Padding_to_a_multiple_of_eight_is_one_option(int count, string hex)
    {
        var writer = new WireWriter(new byte[16]);
        writer.WriteZeros(8 - count);
        MobilityOptionsCodec.Write(MobilityOptions.None, ref writer);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.Written[(8 - count)..]));
        Assert.Equal(8, MobilityOptionsCodec.Measure(MobilityOptions.None, 8 - count));
    }

    private static void AssertRefused(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.False(MobilityOptionsCodec.TryRead(ref reader, out _, out var why));
        Assert.Equal(DropReason.BadMobilityOption, why);
    }
}
