using System.Globalization;
using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Targets;

namespace DsMip.Fuzz.Tests;

/// <summary>What <c>make fuzz</c> does at length: the corpora that are kept, and some frames more.</summary>
public sealed class BoundedRunTests
{
    private const int Frames = 100_000;

    [Fact]
    public void Kept_corpora_and_a_hundred_thousand_frames_do_no_harm()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        string[] arguments = ["--count", Frames.ToString(CultureInfo.InvariantCulture), "--seed", "2"];
        Assert.True(InstrumentedContext.Run<string[], TextWriter, int>(typeof(FuzzCommand), nameof(FuzzCommand.Run), arguments, output) == 0, output.ToString());
        foreach (var target in FuzzTargets.All) Assert.Contains(target.Name, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A file without a target would be replayed by nobody.</summary>
    [Fact]
    public void Every_target_has_its_corpus_and_every_corpus_its_target() => Assert.Equal(
        FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal),
        Directory.GetFiles(CorpusFile.Kept, "*.hex").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
}
