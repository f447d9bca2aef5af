using CsCheck;

namespace DsMip.Wire.Tests.Headers;

[Clause("6275-6.4-header")]
public sealed class Type2RoutingHeaderTests
{
    private const string Home = "20010db8000100000000000000000100";

    [Fact]
    public void The_written_header_is_found_with_its_address() =>
        Gen.Select(Generate.UnicastIpv6, Gen.Byte.Where(next => next is not (0 or 43 or 44 or 51 or 60))).Sample((home, next) =>
        {
            var header = new byte[Type2RoutingHeader.Size];
            Type2RoutingHeader.Write(header, next, home);
            Assert.True(Type2RoutingHeader.TryFind(Packet6.Of(43, header), out var found, out _));
            Assert.Equal(new Type2RoutingHeader(home, new ExtensionHeader(43, 40, 24, next, 6)), found);
        }, iter: 200);

    [Fact]
    public void Known_bytes()
    {
        var header = new byte[24];
        Type2RoutingHeader.Write(header, IpProtocol.Esp, Ipv6Address.Parse("2001:db8:1::100"));
        Assert.Equal("3202020100000000" + Home, Convert.ToHexStringLower(header));
    }

    [Theory]
    [InlineData(50, "")]
    [InlineData(43, "3200030000000000")]
    public void None_is_none(byte first, string hex)
    {
        Assert.True(Type2RoutingHeader.TryFind(Packet6.Of(first, hex), out var found, out var why));
        Assert.Null(found);
        Assert.Equal(DropReason.None, why);
    }

    [Theory]
    [InlineData("3202020000000000" + Home)]
    [InlineData("3202020200000000" + Home)]
    [InlineData("3200020100000000")]
    [InlineData("3204020100000000" + Home + Home)]
    [InlineData("3202000100000000" + Home)] // type 0, deprecated (RFC 5095)
    [InlineData("2b02020100000000" + Home + "3202020100000000" + Home)]
    [InlineData("3202020100000000" + "fe800000000000000000000000000001")]
    [InlineData("3202020100000000" + "00000000000000000000000000000001")]
    public void What_6275_forbids_is_refused(string hex)
    {
        Assert.False(Type2RoutingHeader.TryFind(Packet6.Of(43, hex), out _, out var why));
        Assert.Equal(DropReason.BadRoutingHeader, why);
    }
}
