using CsCheck;

namespace DsMip.Load.Tests.Payload;

public sealed class NumberWindowTests
{
    [Fact]
    public void Gaps_are_missing_until_they_are_filled()
    {
        var window = Fed(1, 2, 5);
        Assert.Equal((5UL, 3UL, 2UL, 0UL), (window.Highest, window.Received, window.Missing, window.Copies));
        window.Add(4);
        Assert.Equal(1UL, window.Missing);
        window.Add(4);
        window.Add(5);
        Assert.Equal((1UL, 2UL), (window.Missing, window.Copies));
    }

    [Fact]
    public void A_leap_over_the_whole_window_forgets_nothing_that_counts()
    {
        var window = Fed(1, 5000, 4999, 1);
        Assert.Equal((5000UL, 3UL, 4997UL, 1UL), (window.Highest, window.Received, window.Missing, window.Copies));
    }

    /// <summary>Within the window it counts as a set does.</summary>
    [Fact]
    public void It_agrees_with_a_set() =>
        Gen.Int[1, 900].Array[1, 2000].Sample(numbers =>
        {
            var window = Fed([.. numbers.Select(number => (ulong)number)]);
            var distinct = numbers.Distinct().Count();
            return window.Received == (ulong)distinct && window.Copies == (ulong)(numbers.Length - distinct) && window.Highest == (ulong)numbers.Max();
        });

    private static NumberWindow Fed(params ulong[] numbers)
    {
        var window = new NumberWindow();
        foreach (var number in numbers) window.Add(number);
        return window;
    }
}
