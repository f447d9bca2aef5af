using System.Text.RegularExpressions;

namespace DsMip.Map;

/// <summary>One line of docs/clauses: one thing that one document demands and a test can check.</summary>
/// <param name="Id">RFC (or draft, trap), clause and a few words, as in <c>6275-9.5.1-modulo</c>; what a <c>[Clause]</c> attribute names.</param>
/// <param name="Role">Who has to do it: home agent, mobile node or both.</param>
/// <param name="Types">Where it is done: files below src without their ending, those of src/Shared without that either.</param>
/// <param name="Remark">What a reader has to know; for one that is not done on purpose, <c>not done: why</c>.</param>
public sealed partial record Requirement(string Id, string Role, Level Level, string Statement, IReadOnlyList<string> Types, string? Remark)
{
    public const string NotDone = "not done: ";

    private static readonly string[] Roles = ["home agent", "mobile node", "both"];

    /// <summary>A reason was given to leave it out.</summary>
    public bool IsLeftOut => Remark?.StartsWith(NotDone, StringComparison.Ordinal) == true;

    /// <summary>Reads <c>id | role | level | statement | types or - [| remark]</c>.</summary>
    /// <returns>What is wrong with the line, or null.</returns>
    public static string? TryParse(string line, out Requirement? requirement)
    {
        requirement = null;
        var fields = line.Split(" | ");
        if (fields.Length is not (5 or 6) || fields.Any(field => field.Length == 0 || field != field.Trim() || field.Contains('|', StringComparison.Ordinal)))
            return "not \"id | role | level | statement | types or - [| remark]\"";
        if (!IdPattern().IsMatch(fields[0])) return $"{fields[0]} is no id such as 6275-9.5.1-modulo";
        if (!Roles.Contains(fields[1])) return $"\"{fields[1]}\" is none of {string.Join(", ", Roles)}";
        if (!Enum.TryParse<Level>(fields[2], out var level) || !Enum.IsDefined(level) || char.IsDigit(fields[2][0])) return $"\"{fields[2]}\" is none of MUST, SHOULD, MAY";
        requirement = new Requirement(fields[0], fields[1], level, fields[3], fields[4] == "-" ? [] : fields[4].Split(' '), fields.Length == 6 ? fields[5] : null);
        return requirement.IsLeftOut && level == Level.MUST ? "what MUST be done is not left out" : null;
    }

    [GeneratedRegex(@"^(\d{3,4}|draft|trap)(-\d+(\.\d+)*)?(-[a-z0-9]+)+$")]
    private static partial Regex IdPattern();
}

/// <summary>RFC 2119.</summary>
public enum Level
{
    MUST,
    SHOULD,
    MAY,
}
