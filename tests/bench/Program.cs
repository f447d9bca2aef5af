using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DsMip.Bench;
using DsMip.Bench.Durable;
using Perfolizer.Horology;
using Spectre.Console;

// Without forced collections: with a million bindings alive each takes longer than the measurement.
// In process: the generated projects of the default toolchain do not know central package versions and lock files.
var config = ManualConfig.CreateEmpty()
    .AddLogger(NullLogger.Instance)
    .AddJob(Job.ShortRun.WithGcForce(false).WithIterationTime(TimeInterval.FromMilliseconds(100)).WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .WithArtifactsPath(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "bench"))
    .WithOptions(ConfigOptions.DisableLogFile);

// "make bench": both parts. "make bench PART=packets" and "PART=durable": one.
var part = args is [var only] ? only : "all";
if (part is not ("all" or "packets" or "durable")) return Fail($"'{part}' is not packets or durable");
if (part == "durable") return DurableBench.Run();

Type[] groups = [typeof(CodecBench), typeof(EspBench), typeof(ForwardingBench)];
var rows = new List<Row>();
foreach (var group in groups)
{
    AnsiConsole.MarkupLine($"[grey]measuring {group.Name} ...[/]");
    var summary = BenchmarkRunner.Run(group, config);
    if (Unmeasured(summary) is { } reason) return Fail($"{group.Name}: {reason}");
    rows.AddRange(Rows(summary));
}

Print(rows);
var guilty = rows.Where(row => row.BreaksTheRule).ToList();
if (guilty.Count > 0) return Fail($"allocates on the data path: {string.Join(", ", guilty.Select(row => $"{row.Group} {row.Name}"))}");
return part == "all" ? DurableBench.Run() : 0;

// A benchmark that threw has a report without numbers; one that was refused has no report at all.
static string? Unmeasured(Summary summary)
{
    if (summary.HasCriticalValidationErrors) return string.Join(' ', summary.ValidationErrors.Select(error => error.Message));
    if (summary.Reports.Length != summary.BenchmarksCases.Length || summary.Reports.Length == 0) return "not every benchmark ran";
    var failed = summary.Reports.FirstOrDefault(report => report.ResultStatistics is null || Allocated(report) is null);
    return failed is null ? null : $"{failed.BenchmarkCase.DisplayInfo} failed";
}

static long? Allocated(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);

static IEnumerable<Row> Rows(Summary summary) =>
    from report in summary.Reports
    let what = report.BenchmarkCase
    let length = what.Parameters.Items.Count == 0 ? "" : $", {what.Parameters.Items[0].Value} B"
    let name = what.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')
    select new Row(
        what.Descriptor.Type.Name.Replace("Bench", "", StringComparison.Ordinal) + length, name,
        report.ResultStatistics!.Mean, Allocated(report)!.Value);

static void Print(List<Row> rows)
{
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 110);
    var table = new Table().AddColumns("group", "what", "ns", "allocated B", "x copy", "x AES-GCM");
    foreach (var group in rows.GroupBy(row => row.Group))
    {
        var copy = group.Single(row => row.Name == Row.Copy).Nanoseconds;
        var gcm = group.Single(row => row.Name == Row.RawAesGcm).Nanoseconds;
        foreach (var row in group)
            table.AddRow(row.Group, row.Name, $"{row.Nanoseconds:F1}", $"{row.AllocatedBytes}", $"{row.Nanoseconds / copy:F1}", $"{row.Nanoseconds / gcm:F2}");
    }
    AnsiConsole.Write(table);
}

static int Fail(string why)
{
    Console.Error.WriteLine($"bench: {why}");
    return 1;
}
