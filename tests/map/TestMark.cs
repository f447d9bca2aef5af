namespace DsMip.Map;

/// <summary>A <c>[Clause]</c> attribute in the sources: the tests of one class, or one of them, check one requirement.</summary>
/// <param name="Id">Of the requirement.</param>
/// <param name="File">Of the class, below tests and without ending.</param>
/// <param name="Line">Of the attribute.</param>
/// <param name="Classes">Full names, as in results of a run: the class itself or, if it is abstract, those derived from it.</param>
/// <param name="Method">The test, or null for all of the class.</param>
public sealed record TestMark(string Id, string File, int Line, IReadOnlyList<string> Classes, string? Method);
