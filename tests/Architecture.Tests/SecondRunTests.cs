using System.Xml.Linq;
using DsMip.Map;

namespace DsMip.Architecture.Tests;

/// <summary>What is run a second time, and what may count of it.</summary>
public sealed class SecondRunTests
{
    [Fact]
    public void What_failed_is_run_again_each_method_once() => Assert.Equal(
        "FullyQualifiedName=Some.Tests.A.Fails|FullyQualifiedName=Some.Tests.A.Theory",
        SecondRun.Filter(Results(("Fails", "", "Failed"), ("Passes", "", "Passed"), ("Theory(n: 1)", "", "Failed"), ("Theory(n: 2)", "", "Failed"))));

    [Fact]
    public void Nothing_is_run_again_where_nothing_failed() => Assert.Null(SecondRun.Filter(Results(("Passes", "", "Passed"), ("Skipped", "", "NotExecuted"))));

    [Fact]
    public void An_invariant_that_does_not_hold_is_no_matter_of_time() =>
        Assert.Null(SecondRun.Filter(Results(("Fails", "", "Failed"), ("Checked", SecondRun.Broken + "two owners", "Failed"))));

    [Fact]
    public void Where_much_has_failed_something_is_broken() =>
        Assert.Null(SecondRun.Filter(Results([.. Enumerable.Range(0, SecondRun.Most + 1).Select(n => ($"Fails{n}", "", "Failed"))])));

    [Fact]
    public void Only_what_failed_first_and_passed_then_is_taken_over()
    {
        var first = Results(("Slow", "", "Failed"), ("Broken", "", "Failed"), ("Gone", "", "Failed"), ("Skipped", "", "NotExecuted"));
        Assert.Equal(["Slow"], SecondRun.Merge(first, Results(("Slow", "", "Passed"), ("Broken", "", "Failed"), ("Skipped", "", "Passed"))));
        Assert.Equal(["Passed", "Failed", "Failed", "NotExecuted"], first.Descendants(TestResults.Schema + "UnitTestResult").Select(result => (string?)result.Attribute("outcome")));
    }

    private static XDocument Results(params (string Name, string Message, string Outcome)[] tests) => new(new XElement(TestResults.Schema + "TestRun",
        tests.Select(test => new XElement(TestResults.Schema + "UnitTestResult",
            new XAttribute("testId", test.Name), new XAttribute("testName", test.Name), new XAttribute("outcome", test.Outcome),
            new XElement(TestResults.Schema + "Message", test.Message))),
        tests.Select(test => new XElement(TestResults.Schema + "UnitTest", new XAttribute("id", test.Name),
            new XElement(TestResults.Schema + "TestMethod", new XAttribute("className", "Some.Tests.A"), new XAttribute("name", test.Name))))));
}
