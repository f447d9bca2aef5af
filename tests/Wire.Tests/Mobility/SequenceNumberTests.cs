using CsCheck;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

[Clause("6275-6.1.7-sequence")]
public sealed class SequenceNumberTests
{
    /// <summary>RFC 6275 9.5.1: after 15, the numbers 0 to 15 and 32783 to 65535 are less than or equal.</summary>
    [Theory]
    [InlineData(16, 15, true)]
    [InlineData(15, 15, false)]
    [InlineData(14, 15, false)]
    [InlineData(15 + 32767, 15, true)]
    [InlineData(15 + 32768, 15, false)]
    [InlineData(0, 65535, true)]
    [InlineData(65535, 0, false)]
    public void After_is_modulo_65536(int value, int last, bool expected) =>
        Assert.Equal(expected, new SequenceNumber((ushort)value).IsAfter(new SequenceNumber((ushort)last)));

    [Fact]
    public void The_next_is_after_and_never_both_ways() =>
        Gen.Select(Gen.UShort, Gen.UShort).Sample((a, b) =>
        {
            var (left, right) = (new SequenceNumber(a), new SequenceNumber(b));
            Assert.True(left.Next.IsAfter(left));
            Assert.False(left.IsAfter(right) && right.IsAfter(left));
            if (a != b && a - b is not (32768 or -32768)) Assert.NotEqual(left.IsAfter(right), right.IsAfter(left));
        });
}
