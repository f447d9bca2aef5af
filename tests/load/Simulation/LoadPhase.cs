namespace DsMip.Load;

/// <summary>A part of a run with a rate of its own.</summary>
public sealed record LoadPhase
{
    /// <summary>For reports.</summary>
    public string Name { get; init; } = "load";

    /// <summary>Binding Updates a second that are due, whatever has been answered (open loop). Above 0.</summary>
    public required double Rate { get; init; }

    /// <summary>How long they are due. Without meaning in a registration, which ends when every node has had its turn.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The rate grows from 0 to <see cref="Rate"/> over that time.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Gaps are exponential (a Poisson process); false: equal.</summary>
    public bool Poisson { get; init; } = true;

    /// <summary>Share of Binding Updates that come from a new care-of address or port, 0 to 1. The others refresh.</summary>
    public double HandoverShare { get; init; } = 0.5;

    /// <summary>Every node once, in order, from its first place.</summary>
    public bool Registration { get; init; }

    /// <summary>Every update has lifetime 0.</summary>
    public bool Deregistration { get; init; }

    /// <summary>How long answers are waited for after the last update.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every node registers.</summary>
    public static LoadPhase Register(double rate) => new() { Name = "register", Rate = rate, Registration = true, Drain = TimeSpan.FromSeconds(30) };
}
