namespace DsMip.Map;

/// <summary>A table of the map: a file of docs/clauses, or what stands below one <c>##</c> of it.</summary>
/// <param name="Title">Of the file; only in the first section of it.</param>
/// <param name="Subtitle">Of the section, if it has one.</param>
public sealed record Section(string? Title, string? Subtitle, IReadOnlyList<Requirement> Requirements);
