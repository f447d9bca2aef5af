using System.Text.RegularExpressions;

namespace DsMip.Architecture.Tests.Documentation;

/// <summary>A page of docs/: its sections, and the first columns of the tables in them.</summary>
internal sealed partial class Page(string name)
{
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", name));

    /// <summary>The lines between a heading, without its number signs, and the next one of the same rank or a higher one.</summary>
    public IEnumerable<string> Section(string heading)
    {
        var start = Array.FindIndex(_lines, line => line.TrimStart('#') == " " + heading && line.StartsWith('#'));
        Assert.True(start >= 0, $"there is no section '{heading}'");
        var rank = _lines[start].TakeWhile(letter => letter == '#').Count();
        return _lines.Skip(start + 1).TakeWhile(line => !Heading().IsMatch(line) || line.TakeWhile(letter => letter == '#').Count() > rank);
    }

    /// <summary>The lines from one that begins so to the end of the table after it.</summary>
    public static IEnumerable<string> After(IEnumerable<string> lines, string beginning)
    {
        var rest = lines.SkipWhile(line => !line.StartsWith(beginning, StringComparison.Ordinal)).Skip(1).SkipWhile(line => !line.StartsWith('|')).ToArray();
        Assert.NotEmpty(rest);
        return rest.TakeWhile(line => line.StartsWith('|'));
    }

    /// <summary>What is in backticks in the first column.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Code().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^#+ ")]
    private static partial Regex Heading();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
