using System.Xml.Linq;

namespace DsMip.Map;

/// <summary>The failed tests of a run with the start of what each had to say, for a reader who sees only the end of the output.</summary>
public static class Failures
{
    /// <summary>Lines of a message; what an assertion compares stands in the first ones.</summary>
    private const int Lines = 15;

    /// <summary>Characters of a line; some compare whole files.</summary>
    private const int Width = 240;

    public static IEnumerable<string> In(string directory) =>
        from file in Directory.GetFiles(directory, "*.trx").Order(StringComparer.Ordinal)
        from result in XDocument.Load(file).Descendants(TestResults.Schema + "UnitTestResult")
        where (string?)result.Attribute("outcome") == "Failed"
        from line in Describe(result)
        select line;

    private static IEnumerable<string> Describe(XElement result)
    {
        var error = result.Descendants(TestResults.Schema + "ErrorInfo").FirstOrDefault();
        var message = (string?)error?.Element(TestResults.Schema + "Message") ?? "";
        var where = ((string?)error?.Element(TestResults.Schema + "StackTrace") ?? "").Split('\n').FirstOrDefault(line => line.Contains(".cs:line", StringComparison.Ordinal));
        return
        [
            $"failed: {(string?)result.Attribute("testName")}",
            .. message.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Take(Lines).Select(line => "  " + Cut(line)),
            .. where is null ? Array.Empty<string>() : ["  " + Cut(where.Trim())],
        ];
    }

    private static string Cut(string line) => line.Length <= Width ? line : line[..Width] + "...";
}
