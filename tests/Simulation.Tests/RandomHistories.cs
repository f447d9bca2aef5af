using CsCheck;
using DsMip.Simulation.Tests.Histories;

namespace DsMip.Simulation.Tests;

/// <summary>
/// Home agent and mobile node against each other over a network that does its worst. A failure prints the seed for <c>CsCheck_Seed</c> and the
/// shortest history found that fails; that history can be written down as a test of its own in <see cref="KnownHistories"/>.
/// </summary>
[Clause("6275-10.1-one-entry", "5555-5-fresh")]
public sealed class RandomHistories
{
    /// <summary>Unless <c>CsCheck_Iter</c> or <c>CsCheck_Time</c> asks for more.</summary>
    private const int Histories = 3_000;

    [Fact]
    public void End_in_agreement_and_never_in_a_wrong_binding() =>
        AnyHistory.Any.Sample(history => history.Run(), iter: IsAskedForMore ? -1 : Histories);

    private static bool IsAskedForMore =>
        Environment.GetEnvironmentVariable("CsCheck_Iter") is not null || Environment.GetEnvironmentVariable("CsCheck_Time") is not null;
}
