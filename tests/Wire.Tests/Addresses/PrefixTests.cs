using System.Net;
using CsCheck;

namespace DsMip.Wire.Tests.Addresses;

[Clause("4291-addresses")]
public sealed class PrefixTests
{
    [Fact]
    public void IPv6_prefixes_contain_what_the_platform_says() =>
        Gen.Select(Generate.Ipv6, Gen.Int[0, 128], Gen.Int[0, 127]).Sample((address, length, bit) =>
        {
            var prefix = new Ipv6Prefix(address, length);
            var other = new Ipv6Address(address.Value ^ (UInt128.One << bit));
            var network = new IPNetwork(IPAddress.Parse(prefix.Address.ToString()), length);
            Assert.True(prefix.Contains(address));
            Assert.Equal(network.Contains(IPAddress.Parse(other.ToString())), prefix.Contains(other));
            Assert.Equal(network.ToString(), prefix.ToString());
            Assert.Equal(prefix, Ipv6Prefix.Parse(prefix.ToString()));
            Assert.Equal(prefix, Ipv6Prefix.Parse($"{address}/{length}"));
        }, iter: 2000);

    [Fact]
    public void IPv4_prefixes_contain_what_the_platform_says() =>
        Gen.Select(Generate.Ipv4, Gen.Int[0, 32], Gen.Int[0, 31]).Sample((address, length, bit) =>
        {
            var prefix = new Ipv4Prefix(address, length);
            var other = new Ipv4Address(address.Value ^ (1u << bit));
            var network = new IPNetwork(IPAddress.Parse(prefix.Address.ToString()), length);
            Assert.True(prefix.Contains(address));
            Assert.Equal(network.Contains(IPAddress.Parse(other.ToString())), prefix.Contains(other));
            Assert.Equal(network.ToString(), prefix.ToString());
            Assert.Equal(prefix, Ipv4Prefix.Parse(prefix.ToString()));
            Assert.Equal(prefix, Ipv4Prefix.Parse($"{address}/{length}"));
        }, iter: 2000);

    [Theory]
    [InlineData("2001:db8::")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/-1")]
    [InlineData("2001:db8::/")]
    [InlineData("192.0.2.0/24")]
    public void Not_an_IPv6_prefix(string text)
    {
        Assert.False(Ipv6Prefix.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Ipv6Prefix.Parse(text));
    }

    [Theory]
    [InlineData("192.0.2.0")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2/24")]
    [InlineData("2001:db8::/32")]
    public void Not_an_IPv4_prefix(string text)
    {
        Assert.False(Ipv4Prefix.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Ipv4Prefix.Parse(text));
    }

    [Fact]
    public void A_length_out_of_range_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Prefix(Ipv6Address.Any, 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Prefix(Ipv4Address.Any, -1));
    }
}
