namespace DsMip.Lab.Walk;

/// <summary>kill -9 of one process of the cluster under traffic. Times are seconds of the lab's clock.</summary>
/// <param name="What">Which process, in a few words.</param>
/// <param name="MustNotBeFelt">Established bindings do not need it: no ping may be lost.</param>
public sealed record KillResult(string What, bool MustNotBeFelt, double Killed)
{
    /// <summary>The longest silence of pings from the kill until they were answered again, or for a few seconds.</summary>
    public TimeSpan Ipv6Gap { get; init; }

    /// <inheritdoc cref="Ipv6Gap"/>
    public TimeSpan Ipv4Gap { get; init; }

    /// <summary>What the store has of the mobile node is what was acknowledged before.</summary>
    public bool BindingsKept { get; init; }

    /// <summary>When it had been started again and said that it is ready.</summary>
    public double Ready { get; init; }

    public bool Passed => BindingsKept && (!MustNotBeFelt || (Ipv6Gap <= GapCriterion.SchedulingAllowance && Ipv4Gap <= GapCriterion.SchedulingAllowance));
}
