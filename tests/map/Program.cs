using System.Xml.Linq;
using DsMip.Map;

// map write               docs/rfc-map.md, and takes what has tests out of docs/clauses-open.txt
// map results DIRECTORY   after a run of all tests: one line for each MUST whose tests did not all pass
// map failures DIRECTORY  after any run: the failed tests and the start of their messages
// map again FILE          of a .trx file: the filter of the tests to be run a second time; not zero if there are none
// map merge FILE SECOND   takes what passed the second time over into the first file
if (args is ["failures", var run])
{
    foreach (var line in Failures.In(run)) Console.WriteLine(line);
    return 0;
}

if (args is ["again", var file])
{
    if (SecondRun.Filter(XDocument.Load(file)) is not { } filter) return 1;
    Console.WriteLine(filter);
    return 0;
}
if (args is ["merge", var former, var second])
{
    var first = XDocument.Load(former);
    foreach (var name in SecondRun.Merge(first, XDocument.Load(second))) Console.WriteLine(name);
    first.Save(former);
    return 0;
}

var root = FindRoot();
var catalogue = Catalogue.Load(root);
var tests = TestSources.Load(root);
switch (args)
{
    case ["write"]:
        var tested = tests.Marks.Select(mark => mark.Id).ToHashSet();
        File.WriteAllLines(Catalogue.OpenFile(root), catalogue.Open.Where(id => !tested.Contains(id)));
        catalogue = Catalogue.Load(root);
        File.WriteAllText(MapFile.PathIn(root), new MapFile(catalogue, tests).Text());
        return Report(Consistency.Mistakes(root, catalogue, tests));
    case ["results", var directory]:
        return Report(Verdict.Of(catalogue, tests, new TestResults(directory, Environment.GetEnvironmentVariable("CI") == "true")));
    default:
        Console.Error.WriteLine("map write | map results DIRECTORY | map failures DIRECTORY | map again FILE | map merge FILE SECOND");
        return 2;
}

static int Report(IReadOnlyList<string> mistakes)
{
    foreach (var mistake in mistakes) Console.WriteLine(mistake);
    return mistakes.Count == 0 ? 0 : 1;
}

static string FindRoot()
{
    var directory = new DirectoryInfo(AppContext.BaseDirectory);
    while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DsMip.sln"))) directory = directory.Parent;
    return directory?.FullName ?? throw new InvalidOperationException("DsMip.sln is in none of the folders above the program");
}
