using DsMip.HomeAgent.Edge.Native;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

public sealed class EspNumberTests
{
    [Theory]
    [InlineData(1u, 0ul, 1ul)]
    [InlineData(0xffff_ffffu, 0ul, 0xffff_fffful)]
    [InlineData(5u, 4ul, 5ul)]
    [InlineData(0xffff_fff0u, 0x1_0000_0010ul, 0xffff_fff0ul)]
    [InlineData(0x20u, 0x1_0000_0010ul, 0x1_0000_0020ul)]
    [InlineData(3u, 0x1_ffff_fff0ul, 0x2_0000_0003ul)]
    public void The_half_that_is_not_sent_is_that_of_the_nearest_number(uint low, ulong highest, ulong whole) => Assert.Equal(whole, EspNumber.Whole(low, highest));
}
