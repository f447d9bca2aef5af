using System.Globalization;

namespace DsMip.Fuzz;

/// <summary>What came of one target.</summary>
/// <param name="Edges">Pairs of places in the code that followed one another.</param>
/// <param name="Inputs">That each went somewhere new.</param>
/// <param name="Memory">In use after full collections, bytes, at regular intervals.</param>
/// <param name="Failure">Null: nothing is wrong.</param>
internal sealed record TargetReport(
    string Target, long Executions, TimeSpan Elapsed, int Edges, int Inputs, IReadOnlyList<long> Memory, string? Failure)
{
    public IEnumerable<string> Cells() =>
    [
        Target, Number(Executions), Number((long)Elapsed.TotalSeconds), Number((long)(Executions / Math.Max(Elapsed.TotalSeconds, 0.001))), Number(Edges), Number(Inputs),
        Memory.Count == 0 ? "" : Number(Memory[0] / 1024), Memory.Count == 0 ? "" : Number(Memory[^1] / 1024),
    ];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
