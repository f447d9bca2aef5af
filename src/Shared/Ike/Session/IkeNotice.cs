namespace DsMip.Ike;

/// <summary>One line for the log: something about charon or its security associations has changed.</summary>
/// <param name="IsProblem">The text names the remedy.</param>
public sealed record IkeNotice(bool IsProblem, string Text);
