using System.Collections.Immutable;
using System.Globalization;
using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The sections <c>Edges</c> and <c>Edge</c>.</summary>
internal static class EdgeReader
{
    private const int LongestName = 32;
    private const uint LeastSpi = 256;

    public static ImmutableArray<EdgeOptions> ReadAll(SettingsReader root) => [.. root.Sections("Edges").Select(Read)];

    /// <summary>Null: none is given.</summary>
    public static string? ReadName(SettingsReader root) => Name(root.Section("Edge"));

    /// <summary>An executable file, called with <c>add</c> or <c>remove</c> and a prefix; null: nobody has to be told.</summary>
    public static string? ReadRouteCommand(SettingsReader root) => root.Section("Edge").Text("RouteCommand");

    private static EdgeOptions Read(SettingsReader edge) => new(
        Name(edge) ?? throw edge.Wrong("Name", "is required: letters, digits and hyphens"),
        [.. edge.List("Blocks").Select(text => Block(edge, text))], [.. edge.List("Spis").Select(text => Spis(edge, text))]);

    private static string? Name(SettingsReader edge)
    {
        if (edge.Text("Name") is not { } name) return null;
        return name.Length <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? name
            : throw edge.Wrong("Name", $"'{name}' is not a name of 1 to {LongestName} letters, digits and hyphens");
    }

    private static HomeBlock Block(SettingsReader edge, string text) =>
        HomeBlock.TryParse(text, out var block) ? block : throw edge.Wrong("Blocks", $"'{text}' is not a prefix such as 2001:db8::/65");

    private static SpiRange Spis(SettingsReader edge, string text)
    {
        var ends = text.Split('-');
        return ends.Length == 2 && Number(ends[0], out var first) && Number(ends[1], out var last) && first >= LeastSpi && first <= last
            ? new SpiRange(first, last)
            : throw edge.Wrong("Spis", $"'{text}' is not a range such as 4096-8191, from {LeastSpi} on");

        static bool Number(string part, out uint value) => uint.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
