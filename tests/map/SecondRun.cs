using System.Xml.Linq;

namespace DsMip.Map;

/// <summary>
/// Tests with real processes may fail because something else had the machine; they are run once more when nothing else has. What fails twice has
/// failed, and what no slow machine explains has failed at once.
/// </summary>
public static class SecondRun
{
    /// <summary>Test methods; when more have failed something is broken, and the time of a second run is better saved.</summary>
    public const int Most = 8;

    /// <summary>How a checker of invariants begins what it has to say: something acknowledged was lost, or somebody had two owners.</summary>
    public const string Broken = "the checker found: ";

    /// <summary>The filter that selects what failed in a run, or null if nothing is to be run again.</summary>
    public static string? Filter(XDocument results)
    {
        var failed = Failed(results).ToArray();
        if (failed.Any(result => result.Value.Contains(Broken, StringComparison.Ordinal))) return null;
        var methods = results.Descendants(TestResults.Schema + "UnitTest").ToDictionary(test => (string)test.Attribute("id")!, FullName);
        var names = failed.Select(result => methods[(string)result.Attribute("testId")!]).Distinct(StringComparer.Ordinal).ToArray();
        return names.Length is 0 or > Most ? null : string.Join('|', names.Select(name => $"FullyQualifiedName={name}"));
    }

    /// <summary>Takes what passed the second time over into the first results.</summary>
    /// <returns>The names of those tests.</returns>
    public static IReadOnlyList<string> Merge(XDocument first, XDocument again)
    {
        var passed = again.Descendants(TestResults.Schema + "UnitTestResult").Where(result => (string?)result.Attribute("outcome") == "Passed").Select(Name).ToHashSet(StringComparer.Ordinal);
        var mended = Failed(first).Where(result => passed.Contains(Name(result))).ToArray();
        foreach (var result in mended) result.SetAttributeValue("outcome", "Passed");
        return [.. mended.Select(Name)];
    }

    private static IEnumerable<XElement> Failed(XDocument results) =>
        results.Descendants(TestResults.Schema + "UnitTestResult").Where(result => (string?)result.Attribute("outcome") == "Failed");

    private static string Name(XElement result) => (string?)result.Attribute("testName") ?? "";

    private static string FullName(XElement test)
    {
        var method = test.Element(TestResults.Schema + "TestMethod")!;
        return $"{(string?)method.Attribute("className")}.{TestResults.WithoutArguments((string)method.Attribute("name")!)}";
    }
}
