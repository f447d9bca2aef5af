namespace DsMip.Load.Tests.Simulation;

public sealed class ArrivalClockTests
{
    private const double Second = 1e9;

    [Fact]
    public void Constant_gaps_are_the_inverse_of_the_rate()
    {
        var times = Times(new LoadPhase { Rate = 250, Poisson = false }, 1000);
        Assert.Equal(4_000_000, times[0]);
        Assert.All(times.Zip(times.Skip(1), (first, second) => second - first), gap => Assert.InRange(gap, 3_999_999, 4_000_001));
    }

    [Fact]
    public void A_poisson_process_has_the_mean_and_the_spread_of_one()
    {
        var times = Times(new LoadPhase { Rate = 1000 }, 100_000);
        var gaps = times.Zip(times.Skip(1), (first, second) => (second - first) / Second).ToList();
        var mean = gaps.Average();
        Assert.InRange(mean, 0.00098, 0.00102);
        // Exponential: the standard deviation is the mean.
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(deviation / mean, 0.97, 1.03);
        Assert.All(gaps, gap => Assert.True(gap >= 0));
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 200)]
    [InlineData(3, 400)]
    public void A_ramp_grows_to_the_rate(int seconds, int expected)
    {
        // To 200 a second within 2 s: 50 in the first, 150 in the second, 200 in the third.
        var times = Times(new LoadPhase { Rate = 200, Ramp = TimeSpan.FromSeconds(2), Poisson = false }, 1000);
        Assert.InRange(times.Count(time => time <= seconds * Second), expected - 1, expected + 1);
    }

    private static List<long> Times(LoadPhase phase, int count)
    {
        var clock = new ArrivalClock(phase, new Random(4191));
        return [.. Enumerable.Range(0, count).Select(_ => clock.Next())];
    }
}
