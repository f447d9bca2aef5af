using System.Collections.Immutable;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>To an edge, by who wants to show it: how are you? Answered with <see cref="EdgeReport"/>.</summary>
public sealed record EdgeQuestion
{
    public static readonly EdgeQuestion Instance = new();
}

/// <param name="IsLoaded">It knows all bindings.</param>
/// <param name="IsDrained">It leaves its blocks to others, or is about to.</param>
/// <param name="Announced">Blocks that lead to it now.</param>
/// <param name="Bindings">Mobile nodes that it has a tunnel for.</param>
public sealed record EdgeReport(string Name, bool IsLoaded, bool IsDrained, ImmutableArray<string> Announced, int Bindings);
