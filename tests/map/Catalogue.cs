namespace DsMip.Map;

/// <summary>
/// docs/clauses/*.txt in the order of their names, and docs/clauses-open.txt: ids that have no test yet and no reason to have none.
/// A file begins with <c># title</c>; <c>## title</c> begins a section; all other lines are requirements or empty.
/// </summary>
public sealed class Catalogue
{
    private readonly List<Section> _sections = [];
    private readonly List<string> _mistakes = [];

    private Catalogue(string root)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(root, "docs", "clauses"), "*.txt").Order(StringComparer.Ordinal)) Read(root, file);
        Requirements = [.. _sections.SelectMany(section => section.Requirements)];
        _mistakes.AddRange(Requirements.GroupBy(requirement => requirement.Id).Where(group => group.Count() > 1).Select(group => $"docs/clauses: {group.Key} is there twice"));
        Open = [.. File.ReadAllLines(OpenFile(root)).Where(line => line.Length > 0)];
    }

    public IReadOnlyList<Section> Sections => _sections;

    public IReadOnlyList<Requirement> Requirements { get; }

    /// <summary>Ids of what is still to be done, in the order of the file.</summary>
    public IReadOnlyList<string> Open { get; }

    /// <summary>Lines that could not be read, each with its place.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    public static Catalogue Load(string root) => new(root);

    public static string OpenFile(string root) => Path.Combine(root, "docs", "clauses-open.txt");

    private void Read(string root, string file)
    {
        string? title = null;
        string? subtitle = null;
        var requirements = new List<Requirement>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0) continue;
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                Flush();
                subtitle = line[3..];
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..];
            }
            else if (Requirement.TryParse(line, out var requirement) is { } mistake)
            {
                _mistakes.Add($"{Path.GetRelativePath(root, file)}:{number}: {mistake}");
            }
            else
            {
                requirements.Add(requirement!);
            }
        }

        Flush();

        void Flush()
        {
            if (requirements.Count == 0) return;
            _sections.Add(new Section(title, subtitle, requirements));
            title = null;
            requirements = [];
        }
    }
}
