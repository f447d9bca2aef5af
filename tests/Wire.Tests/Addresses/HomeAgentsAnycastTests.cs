namespace DsMip.Wire.Tests.Addresses;

public sealed class HomeAgentsAnycastTests
{
    /// <summary>RFC 2526 2: with 64 bits of interface identifier its universal bit is clear; otherwise all bits before the identifier are set.</summary>
    [Theory]
    [InlineData("2001:db8:1::/64", "2001:db8:1:0:fdff:ffff:ffff:fffe")]
    [InlineData("2001:db8::/48", "2001:db8:0:ffff:ffff:ffff:ffff:fffe")]
    [InlineData("2001:db8::8000/113", "2001:db8::fffe")]
    [InlineData("2001:db8::80/121", "2001:db8::fe")]
    [InlineData("2001:db8::80/122", null)]
    public void The_address_is_that_of_RFC_2526(string prefix, string? address) =>
        Assert.Equal(address, HomeAgentsAnycast.Of(Ipv6Prefix.Parse(prefix))?.ToString());
}
