namespace DsMip.Ike.Tests;

[Clause("5026-8.2-attribute")]
public sealed class HomePrefixAttributeTests
{
    [Fact]
    public void It_is_a_lifetime_a_prefix_and_the_length_of_the_prefix()
    {
        var bytes = new HomePrefixAttribute(0x01020304, Ipv6Prefix.Parse("2001:db8:1::/56")).ToBytes();
        Assert.Equal("01020304" + "20010db8000100000000000000000000" + "38", Convert.ToHexStringLower(bytes));
        Assert.True(HomePrefixAttribute.TryRead(bytes, out var read));
        Assert.Equal(new HomePrefixAttribute(0x01020304, Ipv6Prefix.Parse("2001:db8:1::/56")), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0102030420010db800010000000000000000000")]
    [InlineData("0102030420010db80001000000000000000000003800")]
    [InlineData("0102030420010db800010000000000000000000081")]
    public void Of_another_length_or_with_a_prefix_longer_than_an_address_it_is_none(string text) =>
        Assert.False(HomePrefixAttribute.TryRead(Convert.FromHexString(text.Length % 2 == 0 ? text : text + "0"), out _));

    [Fact]
    public void Bits_past_the_prefix_length_say_nothing()
    {
        var bytes = new HomePrefixAttribute(1, Ipv6Prefix.Parse("2001:db8:1:2::/64")).ToBytes();
        bytes[^2] = 0xff;
        Assert.True(HomePrefixAttribute.TryRead(bytes, out var read));
        Assert.Equal(Ipv6Prefix.Parse("2001:db8:1:2::/64"), read.Prefix);
    }
}
