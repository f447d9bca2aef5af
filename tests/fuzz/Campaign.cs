using System.Diagnostics;
using System.Globalization;
using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Targets;
using Spectre.Console;

namespace DsMip.Fuzz;

/// <summary>Fuzzes one target after the other and tells what came of it.</summary>
/// <param name="keep">Where the reduced corpora go; null: nowhere.</param>
internal sealed class Campaign(TextWriter output, int seed, string? keep)
{
    /// <summary>Where inputs that do harm go.</summary>
    private static readonly string Findings = Path.Combine("artifacts", "fuzz");

    private const int FileWidth = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IAnsiConsole _console = ConsoleOn(output);
    private readonly List<TargetReport> _reports = [];

    /// <param name="count">Executions of all targets together.</param>
    /// <param name="replay">A file whose inputs alone are executed; null: mutate.</param>
    /// <returns>The exit code: 0 if nothing is wrong.</returns>
    public int Run(IEnumerable<FuzzTarget> targets, long count, string? replay)
    {
        var chosen = targets.Where(IsPossible).ToArray();
        var weight = chosen.Sum(target => target.Weight);
        var started = Stopwatch.StartNew();
        _console.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(progress =>
        {
            foreach (var target in chosen)
            {
                var share = replay is null ? count * target.Weight / weight : 0;
                var task = progress.AddTask(target.Name, maxValue: Math.Max(share, 1));
                _reports.Add(Fuzz(target, share, replay, task));
            }
        });
        Report(started.Elapsed);
        return _reports.Any(report => report.Failure is not null) ? 1 : 0;
    }

    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        if (output == Console.Out && !Console.IsOutputRedirected) return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        // Nobody has said how wide a file is.
        console.Profile.Width = FileWidth;
        return console;
    }

    private bool IsPossible(FuzzTarget target)
    {
        if (target.Missing() is not { } missing) return true;
        output.WriteLine($"{target.Name} is left out: {missing}");
        return false;
    }

    private TargetReport Fuzz(FuzzTarget description, long count, string? replay, ProgressTask task)
    {
        var started = Stopwatch.StartNew();
        using var watchdog = new Watchdog(Patience, input =>
        {
            output.WriteLine($"{description.Name} hangs; the input is in {Save(description.Name, input)}");
            Environment.Exit(1);
        });
        using var target = description.Create();
        var run = new FuzzRun(target, seed, watchdog);
        string? failure = null;
        try
        {
            run.Replay(replay is null ? target.Seeds.Concat(CorpusFile.Read(CorpusFile.PathOf(CorpusFile.Kept, description.Name))) : CorpusFile.Read(replay));
            run.Mutate(count, done => task.Increment(done));
            if (keep is not null) Keep(description.Name, run);
        }
        catch (FuzzFailure e)
        {
            failure = e.Input.Length == 0 ? e.Message : $"{e.Message}\nthe input is in {Save(description.Name, e.Input)}";
        }
        task.Value = task.MaxValue;
        return new TargetReport(description.Name, run.Executions, started.Elapsed, run.Edges, run.Corpus.Count, run.Memory.Bytes, failure);
    }

    private void Keep(string name, FuzzRun run)
    {
        Directory.CreateDirectory(keep!);
        CorpusFile.Write(CorpusFile.PathOf(keep!, name), run.Minimised());
    }

    private static string Save(string name, byte[] input)
    {
        Directory.CreateDirectory(Findings);
        var path = Path.Combine(Findings, $"{name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..8]}.hex");
        CorpusFile.Write(path, [input]);
        return path;
    }

    private void Report(TimeSpan elapsed)
    {
        var table = new Table().AddColumns("target", "executions", "seconds", "a second", "edges", "inputs", "KB first", "KB last");
        foreach (var report in _reports)
            table.AddRow([.. report.Cells().Select(Markup.Escape)]);
        _console.Write(table);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_reports.Sum(report => report.Executions)} frames in {elapsed.TotalSeconds:F0} s"));
        foreach (var report in _reports.Where(report => report.Failure is not null)) output.WriteLine($"{report.Target}: {report.Failure}");
    }
}
