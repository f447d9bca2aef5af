using DsMip.MobileNode.Core.Discovery;

namespace DsMip.MobileNode.Core.Tests.Discovery;

public sealed class TurnSearchTests
{
    [Fact]
    [Clause("5142-6.1-none")]
    public void It_is_searched_less_and_less_often_until_the_time_is_over()
    {
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var search = new TurnSearch(now, TimeSpan.FromSeconds(150));
        var pauses = new List<double>();
        while (search.Failed(now) is { } pause)
        {
            pauses.Add(pause.TotalSeconds);
            now += pause;
        }
        Assert.Equal([3, 6, 12, 24, 32, 32, 32, 9], pauses);
    }
}
