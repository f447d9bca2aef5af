using CsCheck;

namespace DsMip.Wire.Tests.Headers;

public sealed class HomeAddressOptionTests
{
    private const string Home = "20010db8000100000000000000000100";
    private const string Option = "c910" + Home;
    private const string Pad4 = "01020000";
    private const string RoutingDone = "3c00000000000000";

    [Fact]
    [Clause("6275-6.3-option")]
    public void The_written_header_is_found_with_its_address() =>
        Gen.Select(Generate.UnicastIpv6, Gen.Byte.Where(next => next is not (0 or 43 or 44 or 51 or 60))).Sample((home, next) =>
        {
            var header = new byte[HomeAddressOption.HeaderSize];
            HomeAddressOption.WriteHeader(header, next, home);
            Assert.True(HomeAddressOption.TryFind(Packet6.Of(60, header), out var found, out _));
            Assert.Equal(new HomeAddressOption(home, new ExtensionHeader(60, 40, 24, next, 6), 46, true), found);
            Assert.Equal(6, found!.Value.Offset % 8);
        }, iter: 200);

    [Fact]
    [Clause("6275-6.3-option")]
    public void Known_bytes()
    {
        var header = new byte[24];
        HomeAddressOption.WriteHeader(header, IpProtocol.Esp, Ipv6Address.Parse("2001:db8:1::100"));
        Assert.Equal("3202" + Pad4 + Option, Convert.ToHexStringLower(header));
    }

    [Theory]
    [InlineData(50, "")]
    [InlineData(60, "32000104" + "00000000")]
    [InlineData(43, "3200000000000000")]
    public void None_is_none(byte first, string hex)
    {
        Assert.True(HomeAddressOption.TryFind(Packet6.Of(first, hex), out var found, out var why));
        Assert.Null(found);
        Assert.Equal(DropReason.None, why);
    }

    [Theory]
    [Clause("6275-6.3-place")]
    [InlineData(43, RoutingDone + "3202" + Pad4 + Option, true, 54)]
    [InlineData(60, "3203" + "1e02abcd" + Option + "01060000000000" + "00", false, 46)]
    [InlineData(60, "3203" + Option + "000000000000000000000000", true, 42)]
    public void Other_headers_and_options_may_stand_around_it(byte first, string hex, bool alone, int offset)
    {
        Assert.True(HomeAddressOption.TryFind(Packet6.Of(first, hex), out var found, out _));
        Assert.Equal((Ipv6Address.Parse("2001:db8:1::100"), alone, offset), (found!.Value.HomeAddress, found.Value.IsAlone, found.Value.Offset));
    }

    [Theory]
    [Clause("6275-6.3-once")]
    [InlineData(60, "3c02" + Pad4 + Option + "3202" + Pad4 + Option)] // twice
    [InlineData(60, "3204" + Pad4 + Option + Option)] // twice in one header
    [InlineData(60, "2b02" + Pad4 + Option + "3200000000000000")] // before a routing header
    [InlineData(44, "3c00000000000001" + "3202" + Pad4 + Option)] // after a fragment header
    [InlineData(51, "3c04000000000100" + "00000001" + "000000000000000000000000" + "3202" + Pad4 + Option)] // after AH
    [InlineData(60, "3202" + Pad4 + "c90f" + Home)] // length 15
    [InlineData(60, "3202" + Pad4 + "c911" + Home)] // past the header
    [InlineData(60, "3202" + Pad4 + "c910" + "00000000000000000000000000000000")]
    [InlineData(60, "3202" + Pad4 + "c910" + "fe800000000000000000000000000001")]
    [InlineData(60, "3202" + Pad4 + "c910" + "ff020000000000000000000000000001")]
    public void What_6275_forbids_is_refused(byte first, string hex)
    {
        Assert.False(HomeAddressOption.TryFind(Packet6.Of(first, hex), out _, out var why));
        Assert.Equal(DropReason.BadHomeAddressOption, why);
    }
}
