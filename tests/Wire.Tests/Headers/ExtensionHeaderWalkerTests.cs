using CsCheck;

namespace DsMip.Wire.Tests.Headers;

[Clause("8200-4-extensions")]
public sealed class ExtensionHeaderWalkerTests
{
    private const string Option8 = "00010400000000";

    [Theory]
    [InlineData(17, "", 17, 40)]
    [InlineData(50, "00000100", 50, 40)]
    [InlineData(135, "", 135, 40)]
    [InlineData(59, "", 59, 40)]
    [InlineData(253, "", 253, 40)]
    [InlineData(0, "3c" + Option8 + "2b" + Option8 + "32" + "000200" + "00000000", 50, 64)]
    [InlineData(44, "3a00000000000001" + "80", 58, 48)] // atomic fragment
    [InlineData(51, "3a04" + "0000" + "00000100" + "00000001" + "000000000000000000000000", 58, 64)]
    public void The_walk_ends_at_the_upper_layer(byte first, string hex, byte protocol, int offset)
    {
        Assert.True(ExtensionHeaderWalker.TryFindUpperLayer(Packet6.Of(first, hex), out var found, out var at, out var why));
        Assert.Equal((protocol, offset, DropReason.None), (found, at, why));
    }

    [Theory]
    [InlineData(60, "3b0100000000", DropReason.Truncated)]
    [InlineData(60, "3b01010400000000", DropReason.Truncated)]
    [InlineData(60, "00" + Option8 + "3b" + Option8, DropReason.UnknownNextHeader)]
    [InlineData(44, "3a00000800000001" + "00", DropReason.FragmentNotSupported)]
    [InlineData(44, "3a000001000000", DropReason.Truncated)]
    [InlineData(51, "3a0400000000010000000001", DropReason.Truncated)]
    public void A_broken_chain_has_a_reason(byte first, string hex, DropReason expected)
    {
        Assert.False(ExtensionHeaderWalker.TryFindUpperLayer(Packet6.Of(first, hex), out _, out _, out var why));
        Assert.Equal(expected, why);
    }

    [Theory]
    [InlineData(8, DropReason.None)]
    [InlineData(9, DropReason.TooManyExtensionHeaders)]
    public void The_chain_is_bounded(int count, DropReason expected)
    {
        var chain = string.Concat(Enumerable.Repeat("3c" + Option8, count - 1)) + "3b" + Option8;
        Assert.Equal(expected == DropReason.None, ExtensionHeaderWalker.TryFindUpperLayer(Packet6.Of(60, chain), out _, out _, out var why));
        Assert.Equal(expected, why);
    }

    [Theory]
    [InlineData("3a00000000000001", false)]
    [InlineData("3a00000100000001", true)]
    public void A_first_fragment_is_told_from_an_atomic_one(string fragment, bool expected)
    {
        var walker = new ExtensionHeaderWalker(Packet6.Of(44, fragment + "8000"));
        Assert.True(walker.TryNext(out _));
        Assert.False(walker.TryNext(out _));
        Assert.Equal((expected, DropReason.None), (walker.IsFragment, walker.Why));
    }

    [Fact]
    public void Links_lead_from_header_to_header()
    {
        var packet = Packet6.Of(0, "3c" + Option8 + "3a" + Option8);
        var walker = new ExtensionHeaderWalker(packet);
        Assert.True(walker.TryNext(out var first));
        Assert.Equal(new ExtensionHeader(0, 40, 8, 60, 6), first);
        Assert.True(walker.TryNext(out var second));
        Assert.Equal(new ExtensionHeader(60, 48, 8, 58, 40), second);
        Assert.False(walker.TryNext(out _));
        Assert.Equal((58, 56, 48), (walker.NextHeader, walker.Offset, walker.LinkOffset));
    }

    [Fact]
    public void Random_chains_never_throw() =>
        Gen.Select(Generate.Among<byte>(0, 43, 44, 50, 51, 60, 135), Chain).Sample((first, bytes) =>
        {
            var packet = Packet6.Of(first, bytes);
            for (var length = 0; length <= packet.Length; length++)
            {
                var cut = packet.AsSpan(0, length);
                var ok = ExtensionHeaderWalker.TryFindUpperLayer(cut, out _, out var offset, out var why);
                Assert.Equal(ok, why == DropReason.None);
                Assert.True(!ok || offset <= length);
                Assert.Equal(HomeAddressOption.TryFind(cut, out _, out why), why == DropReason.None);
                Assert.Equal(Type2RoutingHeader.TryFind(cut, out _, out why), why == DropReason.None);
            }
        }, iter: 1000);

    // Short lengths and known numbers, so that walks get far.
    private static Gen<byte[]> Chain => Gen.Select(
        Generate.Among<byte>(43, 44, 51, 60, 58), Gen.Byte[0, 2], Gen.Frequency((1, Gen.Const((byte)0xc9)), (1, Gen.Byte[0, 3])), Gen.Byte[0, 17],
        Generate.Bytes(4, 4), (next, length, type, size, rest) => new byte[] { next, length, type, size, rest[0], rest[1], rest[2], rest[3] })
        .Array[1, 9].Select(parts => parts.SelectMany(part => part).ToArray());
}
