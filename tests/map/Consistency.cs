namespace DsMip.Map;

/// <summary>What is wrong with catalogue, list of open ids and attributes, before any test has run.</summary>
public static class Consistency
{
    public static IReadOnlyList<string> Mistakes(string root, Catalogue catalogue, TestSources tests)
    {
        var known = catalogue.Requirements.Select(requirement => requirement.Id).ToHashSet();
        var tested = tests.Marks.Select(mark => mark.Id).ToHashSet();
        var open = catalogue.Open.ToHashSet();
        return
        [
            .. catalogue.Mistakes,
            .. tests.Mistakes,
            .. tests.Marks.Where(mark => !known.Contains(mark.Id)).Select(mark => $"tests/{mark.File}.cs:{mark.Line}: [Clause(\"{mark.Id}\")] is in no file of docs/clauses"),
            .. catalogue.Open.Where(id => !known.Contains(id)).Select(id => $"docs/clauses-open.txt: {id} is in no file of docs/clauses"),
            .. catalogue.Open.Where(tested.Contains).Select(id => $"docs/clauses-open.txt: {id} has a test and is not open any more: make map removes it"),
            .. catalogue.Requirements.SelectMany(requirement => About(requirement, tested.Contains(requirement.Id), open.Contains(requirement.Id))),
            .. catalogue.Requirements.SelectMany(requirement => requirement.Types
                .Where(type => !File.Exists(SourceFile(root, type)))
                .Select(type => $"docs/clauses: {requirement.Id} names {type}, which is no file: neither below src nor below src/Shared")),
        ];
    }

    private static IEnumerable<string> About(Requirement requirement, bool tested, bool open)
    {
        if (!tested && !open && !requirement.IsLeftOut)
            yield return $"docs/clauses: {requirement.Id} has no test: no [Clause] names it, it is not in docs/clauses-open.txt, and no reason is given with \"{Requirement.NotDone}\"";
        if (requirement.IsLeftOut && (tested || open)) yield return $"docs/clauses: {requirement.Id} is \"{Requirement.NotDone.TrimEnd(' ', ':')}\" and has a test or is open";
        if (tested && requirement.Types.Count == 0) yield return $"docs/clauses: {requirement.Id} has a test and names no type that does it";
    }

    private static string SourceFile(string root, string type)
    {
        var shared = Path.Combine(root, "src", "Shared", type + ".cs");
        return File.Exists(shared) ? shared : Path.Combine(root, "src", type + ".cs");
    }
}
