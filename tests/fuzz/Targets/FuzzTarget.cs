using DsMip.Fuzz.Engine;

namespace DsMip.Fuzz.Targets;

/// <summary>A target by its name.</summary>
/// <param name="Weight">Its share of all executions.</param>
/// <param name="Create">Makes it.</param>
internal sealed record FuzzTarget(string Name, int Weight, Func<IFuzzTarget> Create)
{
    /// <summary>What this machine lacks for it; null: nothing.</summary>
    public Func<string?> Missing { get; init; } = () => null;
}
