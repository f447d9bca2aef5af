using System.Net;
using CsCheck;

namespace DsMip.Wire.Tests.Addresses;

[Clause("4291-addresses")]
public sealed class AddressTests
{
    // Runs of zero groups, so that every form of "::" occurs.
    private static readonly Gen<Ipv6Address> Sparse = Generate.Among<ushort>(0, 0, 0, 1, 0xffff, 0x2001, 0xdb8).Array[8].Select(groups =>
    {
        var value = UInt128.Zero;
        foreach (var group in groups) value = value << 16 | group;
        return new Ipv6Address(value);
    });

    [Fact]
    public void IPv6_text_and_bytes_are_those_of_the_platform() =>
        Gen.OneOf(Sparse, Generate.Ipv6).Sample(address =>
        {
            var bytes = new byte[16];
            address.Write(bytes);
            var platform = new IPAddress(bytes);
            Assert.Equal(platform.ToString(), address.ToString());
            Assert.Equal(platform.ToString(), $"{address}");
            Assert.Equal(address, Ipv6Address.Parse(platform.ToString()));
            Assert.Equal(address, Ipv6Address.Read(bytes));
            Span<char> text = stackalloc char[64];
            Assert.True(address.TryFormat(text, out var length));
            Assert.Equal(platform.ToString(), text[..length].ToString());
            Assert.Equal(platform.IsIPv6LinkLocal, address.IsLinkLocal);
            Assert.Equal(platform.IsIPv6Multicast, address.IsMulticast);
            Assert.Equal(platform.IsIPv4MappedToIPv6, address.IsIpv4Mapped);
        }, iter: 2000);

    [Fact]
    public void IPv4_text_and_bytes_are_those_of_the_platform() =>
        Generate.Ipv4.Sample(address =>
        {
            var bytes = new byte[4];
            address.Write(bytes);
            var platform = new IPAddress(bytes).ToString();
            Assert.Equal(platform, address.ToString());
            Assert.Equal(platform, $"{address}");
            Assert.Equal(address, Ipv4Address.Parse(platform));
            Assert.Equal(address, Ipv4Address.Read(bytes));
        }, iter: 2000);

    [Fact]
    public void An_address_of_either_family_keeps_its_own() =>
        Gen.Select(Generate.Ipv4, Generate.UnicastIpv6).Sample((v4, v6) =>
        {
            IpAddress four = v4, six = v6;
            Assert.True(four is { IsIpv4: true, IsIpv6: false, IsNone: false });
            Assert.True(six is { IsIpv4: false, IsIpv6: true, IsNone: false });
            Assert.Equal((v4, v6), (four.AsIpv4, six.AsIpv6));
            Assert.Equal((v4.ToString(), v6.ToString()), (four.ToString(), six.ToString()));
            Assert.Equal((four, six), (IpAddress.Parse(v4.ToString()), IpAddress.Parse(v6.ToString())));
            Assert.Equal(v4.IsUnicastRoutable, four.IsUnicastRoutable);
        }, iter: 500);

    [Fact]
    public void Order_is_that_of_the_bytes() =>
        Gen.Select(Sparse, Sparse, Generate.Ipv4, Generate.Ipv4).Sample((a, b, c, d) =>
        {
            byte[] left = new byte[16], right = new byte[16];
            a.Write(left);
            b.Write(right);
            var expected = left.AsSpan().SequenceCompareTo(right);
            Assert.Equal(Math.Sign(expected), Math.Sign(a.CompareTo(b)));
            Assert.Equal((expected < 0, expected <= 0, expected > 0, expected >= 0), (a < b, a <= b, (a > b), (a >= b)));
            Assert.Equal((c.Value < d.Value, c.Value <= d.Value, (c.Value > d.Value), (c.Value >= d.Value)), (c < d, c <= d, (c > d), (c >= d)));
        }, iter: 1000);

    [Theory]
    [InlineData("10.1")]
    [InlineData("010.0.0.256")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("::1")]
    [InlineData("")]
    public void Not_IPv4(string text)
    {
        Assert.False(Ipv4Address.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Ipv4Address.Parse(text));
    }

    [Theory]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%2")]
    [InlineData("2001:db8::1::2")]
    [InlineData("2001:db8::/64")]
    [InlineData("192.0.2.1")]
    [InlineData("")]
    public void Not_IPv6(string text)
    {
        Assert.False(Ipv6Address.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Ipv6Address.Parse(text));
    }

    [Theory]
    [InlineData("2001:db8::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("febf::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:192.0.2.1", false)]
    public void Unicast_routable_IPv6(string text, bool expected) => Assert.Equal(expected, Ipv6Address.Parse(text).IsUnicastRoutable);

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public void Unicast_routable_IPv4(string text, bool expected) => Assert.Equal(expected, Ipv4Address.Parse(text).IsUnicastRoutable);
}
