using DsMip.Map;

namespace DsMip.Architecture.Tests;

/// <summary>Each mistake that the map's tool exists to find, made once in a repository of two lines.</summary>
public sealed class MapToolTests : IDisposable
{
    private const string Done = "9999-1-done | both | MUST | It is done | Some/Type";
    private const string NotDone = "9999-2-not-done | both | MAY | It is not | - | not done: nobody needs it";

    private const string Source = """
        namespace Some.Tests;
        public sealed class DoneTests
        {
            [Fact]
            [Clause("9999-1-done")]
            public void It_is_done() { }
            public void No_test() { }
        }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("dsmip-map-").FullName;

    public MapToolTests()
    {
        Write("src/Some/Type.cs", "");
        Write("docs/clauses-open.txt", "");
        Write("docs/clauses/1.txt", $"# Title\n\n{Done}\n{NotDone}\n");
        Write("tests/Some.Tests/DoneTests.cs", Source);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Nothing_is_wrong_with_what_is_right() => Assert.Empty(Mistakes());

    [Theory]
    [InlineData("9999-3-new | both | MUST | It is new | -", "9999-3-new has no test")]
    [InlineData("9999-3-new | both | MUST | It is new | - | not done: nobody wants it", "what MUST be done is not left out")]
    [InlineData("9999-3-new | both | OUGHT | It is new | -", "\"OUGHT\" is none of MUST, SHOULD, MAY")]
    [InlineData("9999-3-new | somebody | MUST | It is new | -", "\"somebody\" is none of")]
    [InlineData("99-new | both | MUST | It is new | -", "99-new is no id")]
    [InlineData("9999-3-new | both | MUST | It is new", "not \"id | role | level")]
    [InlineData(Done, "9999-1-done is there twice")]
    [InlineData("9999-3-new | both | MAY | It is new | Some/Other | not done: nobody needs it", "names Some/Other, which is no file")]
    public void A_wrong_line(string line, string mistake)
    {
        Write("docs/clauses/2.txt", line + "\n");
        Assert.Contains(mistake, Assert.Single(Mistakes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999-1-done", "has a test and is not open any more")]
    [InlineData("9999-2-not-done", "is \"not done\" and has a test or is open")]
    [InlineData("9999-3-new", "is in no file of docs/clauses")]
    public void A_wrong_open_id(string id, string mistake)
    {
        Write("docs/clauses-open.txt", id + "\n");
        Assert.Contains(mistake, Assert.Single(Mistakes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public void No_test", "[Clause(\"9999-1-done\")] public void No_test", ":7: [Clause(\"9999-1-done\")] is on a method that is no test")]
    [InlineData("    [Fact]", "    [Fact, Clause(\"9999-3-new\")]", ":4: [Clause(\"9999-3-new\")] is in no file of docs/clauses")]
    [InlineData("public sealed class DoneTests", "[Clause(\"9999-1-done\")] public sealed class Empty; public sealed class DoneTests", ":2: [Clause(\"9999-1-done\")] is on a class without tests")]
    [InlineData("9999-1-done", "9999-2-not-done", "9999-1-done has no test")]
    public void A_wrong_attribute(string old, string changed, string mistake)
    {
        Write("tests/Some.Tests/DoneTests.cs", Source.Replace(old, changed, StringComparison.Ordinal));
        Assert.Contains(Mistakes(), line => line.Contains(mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Passed", "Some.Tests.DoneTests", "It_is_done", null)]
    [InlineData("Failed", "Some.Tests.DoneTests", "It_is_done", "9999-1-done: Some.Tests/DoneTests.It_is_done failed")]
    [InlineData("NotExecuted", "Some.Tests.DoneTests", "It_is_done", "9999-1-done: Some.Tests/DoneTests.It_is_done was skipped")]
    [InlineData("Passed", "Some.Tests.DoneTests", "Another", "9999-1-done: Some.Tests/DoneTests.It_is_done did not run")]
    [InlineData("Passed", "Some.Tests.OtherTests", "It_is_done", "9999-1-done: Some.Tests/DoneTests.It_is_done did not run")]
    public void A_result(string outcome, string name, string method, string? expected)
    {
        Results(outcome, name, method);
        string[] lines = expected is null ? [] : [expected];
        Assert.Equal(lines, Verdict.Of(Catalogue.Load(_root), TestSources.Load(_root), new TestResults(_root, skippedIsFault: true)));
    }

    [Fact]
    public void A_skipped_test_is_a_fault_only_where_none_may_be_skipped()
    {
        Results("NotExecuted", "Some.Tests.DoneTests", "It_is_done");
        Assert.Empty(Verdict.Of(Catalogue.Load(_root), TestSources.Load(_root), new TestResults(_root, skippedIsFault: false)));
    }

    [Fact]
    public void Tests_of_an_abstract_class_run_as_those_derived_from_it()
    {
        Write("tests/Some.Tests/DoneTests.cs", Source.Replace("sealed class DoneTests", "abstract class DoneTests", StringComparison.Ordinal) + "public sealed class OneTests : DoneTests;");
        Assert.Empty(Mistakes());
        Results("Passed", "Some.Tests.OneTests", "It_is_done");
        Assert.Empty(Verdict.Of(Catalogue.Load(_root), TestSources.Load(_root), new TestResults(_root, skippedIsFault: true)));
    }

    [Fact]
    public void A_failure_is_told_with_the_start_of_its_message()
    {
        Results("Failed", "Some.Tests.DoneTests", "It_is_done");
        Assert.Equal(["failed: Some.Tests.DoneTests.It_is_done", "  Assert.Equal() Failure", "  Expected: 1"], Failures.In(_root));
    }

    private IReadOnlyList<string> Mistakes() => Consistency.Mistakes(_root, Catalogue.Load(_root), TestSources.Load(_root));

    private void Results(string outcome, string name, string method) => Write("run.trx", $"""
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results><UnitTestResult testId="1" testName="{name}.{method}" outcome="{outcome}"><Output><ErrorInfo><Message>Assert.Equal() Failure
        Expected: 1</Message></ErrorInfo></Output></UnitTestResult></Results>
          <TestDefinitions><UnitTest id="1"><TestMethod className="{name}" name="{method}" /></UnitTest></TestDefinitions>
        </TestRun>
        """);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
