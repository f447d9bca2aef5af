using System.Xml.Linq;

namespace DsMip.Map;

/// <summary>The .trx files of a run, of whichever machine wrote them.</summary>
/// <remarks>Where a machine lacks what a test needs, the test is skipped and is no proof; only where nothing may be lacking is that a fault.</remarks>
public sealed class TestResults
{
    public static readonly XNamespace Schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private readonly ILookup<string, (string Method, string Outcome)> _byClass;

    private readonly bool _skippedIsFault;

    public TestResults(string directory, bool skippedIsFault)
    {
        _skippedIsFault = skippedIsFault;
        _byClass = Directory.GetFiles(directory, "*.trx").SelectMany(Read).ToLookup(result => result.Class, result => (result.Method, result.Outcome));
    }

    /// <summary>Why a test does not speak for its requirement, or null if none of its cases failed, and one passed or all may be skipped.</summary>
    public string? Objection(TestMark mark)
    {
        var outcomes = mark.Classes.SelectMany(name => _byClass[name]).Where(result => mark.Method is null || result.Method == mark.Method).Select(result => result.Outcome).ToArray();
        if (outcomes.Length == 0) return "did not run";
        if (outcomes.Any(outcome => outcome is not ("Passed" or "NotExecuted"))) return "failed";
        return outcomes.Contains("Passed") || !_skippedIsFault ? null : "was skipped";
    }

    private static IEnumerable<(string Class, string Method, string Outcome)> Read(string file)
    {
        var root = XDocument.Load(file).Root!;
        var methods = root.Descendants(Schema + "UnitTest").ToDictionary(test => (string)test.Attribute("id")!, test => test.Element(Schema + "TestMethod")!);
        foreach (var result in root.Descendants(Schema + "UnitTestResult"))
        {
            var method = methods[(string)result.Attribute("testId")!];
            yield return ((string)method.Attribute("className")!, WithoutArguments((string)method.Attribute("name")!), (string?)result.Attribute("outcome") ?? "NotExecuted");
        }
    }

    internal static string WithoutArguments(string name) => name.IndexOf('(', StringComparison.Ordinal) is >= 0 and var arguments ? name[..arguments] : name;
}
