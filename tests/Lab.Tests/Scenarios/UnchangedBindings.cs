using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>Attacks change no binding, and each packet of them is counted with its reason.</summary>
internal static class UnchangedBindings
{
    /// <param name="homeAgent">Asked before and after.</param>
    /// <param name="why">The reason the packets must be counted with.</param>
    /// <param name="count">How many packets <paramref name="attack"/> sends.</param>
    public static void Expect(HomeAgentApi homeAgent, DropReason why, int count, Action attack)
    {
        var before = Bindings(homeAgent);
        var drops = homeAgent.Drops().GetValueOrDefault($"{why}");
        Assert.NotEmpty(before);
        attack();
        Wait.Until(
            () => homeAgent.Drops().GetValueOrDefault($"{why}") >= drops + count, TimeSpan.FromSeconds(5),
            $"{count} drops counted as {why}; counted: {string.Join(", ", homeAgent.Drops().Where(d => d.Value > 0))}");
        Assert.Equal(drops + count, homeAgent.Drops()[$"{why}"]);
        Assert.Equal(before, Bindings(homeAgent));
    }

    private static List<BindingView> Bindings(HomeAgentApi homeAgent) => [.. homeAgent.Bindings().OrderBy(b => b.HomeAddress)];
}
