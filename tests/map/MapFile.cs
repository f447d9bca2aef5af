using System.Text;

namespace DsMip.Map;

/// <summary>docs/rfc-map.md, made of the catalogue and the attributes of the tests.</summary>
public sealed class MapFile(Catalogue catalogue, TestSources tests)
{
    private readonly ILookup<string, TestMark> _marks = tests.Marks.ToLookup(mark => mark.Id);

    public static string PathIn(string root) => Path.Combine(root, "docs", "rfc-map.md");

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(Head).Append('\n');
        text.Append(Counts()).Append('\n');
        foreach (var section in catalogue.Sections) Append(text, section);
        return text.ToString();
    }

    private const string Head = """
        # From RFC clauses to code and tests

        <!-- Made by "make map" from docs/clauses, docs/clauses-open.txt and the [Clause] attributes of the tests. Changes belong there. -->

        Every requirement on a home agent and a mobile node that we know of, in our own words: what does it, and which tests check it. Paths
        name types, one type to a file: those of `src/Shared` without that prefix (`Tunnel/Ingress` is `src/Shared/Tunnel/Ingress.cs`), others
        from `src` (`HomeAgent/Core/Deregistration`), tests from `tests` (`Tunnel.Tests/Bindings/UplinkCheckTests`). All without `.cs`. After
        the path of a test class stand the tests that are meant; without any, all of them are.

        **done**: as the line says, and the tests check it. **not yet**: to be done; the line is in `docs/clauses-open.txt`.
        **not done**: left out, for the reason given; what MUST be done cannot be. Ids begin with RFC and clause.

        To add a requirement, or to do one: a line in a file of [clauses](clauses), `id | role | level | statement | types | remark`, with types
        separated by blanks (or `-`) and the remark if there is one; `[Clause("id")]` on the test method, or on the class if all its tests
        check it; then `make map`, which writes this file and takes ids that now have tests out of `docs/clauses-open.txt`. An attribute
        belongs on a test that would fail if the statement were false, and nowhere else. `dotnet test ... --filter Clause=6275-9.5.1-modulo`
        runs the tests of one line. `Architecture.Tests` fails if a line has neither test nor reason, if an id or a type does not exist, or if
        this file is out of date. A run of all tests fails with one line for each MUST whose tests did not all pass.
        """;

    private string Counts()
    {
        var text = new StringBuilder("\n| | done | not yet | not done |\n|---|---|---|---|\n");
        foreach (var level in Enum.GetValues<Level>())
        {
            var all = catalogue.Requirements.Where(requirement => requirement.Level == level).ToArray();
            var done = all.Count(IsDone);
            var leftOut = all.Count(requirement => requirement.IsLeftOut);
            text.Append($"| {level} | {done} | {all.Length - done - leftOut} | {leftOut} |\n");
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, Section section)
    {
        if (section.Title is { } title) text.Append($"## {title}\n\n");
        if (section.Subtitle is { } subtitle) text.Append($"### {subtitle}\n\n");
        text.Append("| clause | level | who | what | type | test | status |\n|---|---|---|---|---|---|---|\n");
        foreach (var requirement in section.Requirements)
        {
            text.Append($"| {requirement.Id} | {requirement.Level} | {requirement.Role} | {requirement.Statement} | ");
            text.Append($"{string.Join(", ", requirement.Types.Select(type => $"`{type}`"))} | {Tests(requirement)} | {Status(requirement)} |\n");
        }

        text.Append('\n');
    }

    private string Tests(Requirement requirement) => string.Join("; ", _marks[requirement.Id]
        .GroupBy(mark => mark.File, StringComparer.Ordinal)
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => file.Any(mark => mark.Method is null)
            ? $"`{file.Key}`"
            : $"`{file.Key}`: {string.Join(", ", file.Select(mark => mark.Method!.Replace('_', ' ')).Distinct(StringComparer.Ordinal))}"));

    private string Status(Requirement requirement) => requirement switch
    {
        { IsLeftOut: true } => requirement.Remark!,
        _ when !IsDone(requirement) => "**not yet**" + Suffix(requirement),
        _ => "done" + Suffix(requirement),
    };

    private bool IsDone(Requirement requirement) => _marks.Contains(requirement.Id);

    private static string Suffix(Requirement requirement) => requirement.Remark is { } remark ? "; " + remark : "";
}
