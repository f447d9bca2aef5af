using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Linux.Tests;

public sealed class XfrmReplayTests
{
    private const ulong Round = 1ul << 32;

    [Theory]
    [InlineData(0, 1u, 1)]
    [InlineData(5, 4u, 4)]
    [InlineData(5, 0xffff_fff0u, 0xffff_fff0)]
    [InlineData((long)Round - 3, 2u, (long)Round + 2)]
    [InlineData((long)Round + 2, 0xffff_fffdu, (long)Round - 3)]
    [InlineData(3 * (long)Round + 7, 8u, 3 * (long)Round + 8)]
    public void The_whole_number_is_the_nearest_to_the_highest_accepted(long highest, uint low, long expected) =>
        Assert.Equal((ulong)expected, new XfrmReplay(0, (ulong)highest).Whole(low));
}
