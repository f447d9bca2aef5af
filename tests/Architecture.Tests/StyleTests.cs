namespace DsMip.Architecture.Tests;

/// <summary>Budgets that keep files readable.</summary>
public sealed class StyleTests
{
    private static readonly int[] Lengths = [.. Repository.SourceFiles().Select(file => File.ReadLines(file).Count()).Order()];

    [Fact]
    public void No_source_file_is_longer_than_500_lines() =>
        Assert.DoesNotContain(Repository.SourceFiles(), file => File.ReadLines(file).Count() > 500);

    [Fact]
    public void Half_of_the_files_have_at_most_70_lines() => Assert.InRange(Lengths[Lengths.Length / 2], 1, 70);

    [Fact]
    public void Ninety_five_percent_of_the_files_have_at_most_300_lines() => Assert.InRange(Lengths[Lengths.Length * 95 / 100], 1, 300);

    [Fact]
    public void Every_class_is_sealed_static_or_abstract()
    {
        var open = Repository.SourceFiles()
            .SelectMany(file => File.ReadLines(file).Select(line => (file, line: line.Trim())))
            .Where(entry => System.Text.RegularExpressions.Regex.IsMatch(
                entry.line, @"^(public|internal|private|protected)?\s*(partial )?(class|record)\s+\w") && !entry.line.Contains("record struct", StringComparison.Ordinal))
            .Select(entry => $"{Path.GetRelativePath(Repository.Root, entry.file)}: {entry.line}");
        Assert.Empty(open);
    }

    [Fact]
    public void No_regions_and_no_leftovers()
    {
        string[] words = ["#region", "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"];
        Assert.DoesNotContain(Repository.SourceFiles(), file => words.Any(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)));
    }
}
