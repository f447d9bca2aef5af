using DsMip.Load;

namespace DsMip.Bench.Durable;

/// <summary>
/// Raises the rate of Binding Updates until the home agent does not keep up: answers are missing, or come so late that updates were sent again. A step is good
/// if 99 of 100 were answered within 25 ms. On a shared machine a step may fail for others' sake, so that it takes a second one in a row to end the ladder.
/// </summary>
internal sealed class Ladder(LoadGenerator generator, BenchSite site)
{
    private const double First = 1000;
    private const double Factor = 1.4;
    private const double Last = 40_000;
    // Several collections of garbage, or the 99th percentile is a matter of luck.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestLatency = TimeSpan.FromMilliseconds(25);

    /// <returns>Every step, the failed ones included.</returns>
    public IEnumerable<LadderStep> Climb()
    {
        var failed = 0;
        for (var rate = First; rate < Last && failed < 2; rate *= Factor)
        {
            var step = Run(rate);
            failed = step.KeptUp ? 0 : failed + 1;
            yield return step;
        }
    }

    private LadderStep Run(double rate)
    {
        var (homeAgent, database, paused) = (site.HomeAgentCost, site.DatabaseCost, site.CollectionPauses);
        var result = generator.Run(new LoadPhase { Name = "step", Rate = rate, Duration = Step });
        var keptUp = result is { Unanswered: 0, Refused: 0, Retransmissions: 0 };
        return new LadderStep(
            keptUp, keptUp && result.LatencyAt(99) <= LongestLatency, result, site.HomeAgentCost.Processor - homeAgent.Processor, site.DatabaseCost.Processor - database.Processor,
            site.CollectionPauses - paused);
    }
}

/// <summary>One rate.</summary>
/// <param name="KeptUp">Everything was answered before it was sent again.</param>
/// <param name="IsGood">And 99 of 100 quickly.</param>
/// <param name="HomeAgent">Processor time.</param>
/// <param name="Database">Processor time.</param>
/// <param name="Paused">How long collections of garbage held up the home agent.</param>
internal sealed record LadderStep(bool KeptUp, bool IsGood, PhaseResult Result, TimeSpan HomeAgent, TimeSpan Database, TimeSpan Paused);
