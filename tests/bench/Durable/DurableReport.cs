using System.Globalization;
using DsMip.Load;
using Spectre.Console;

namespace DsMip.Bench.Durable;

/// <summary>The figures as tables and lines.</summary>
internal static class DurableReport
{
    public static void Write(
        PhaseResult registration, IReadOnlyList<LadderStep> steps, (double Before, double After) raw, double bytesOfBinding, BulkLoad load)
    {
        Table(steps);
        var plain = (raw.Before + raw.After) / 2;
        Line($"plain INSERTs, 3 connections, 100 rows each: {raw.Before:0} rows/s before, {raw.After:0} after");
        if (steps.LastOrDefault(step => step.IsGood) is { Result: var knee })
            Line($"durable Binding Updates: {knee.AnsweredRate:0}/s with p99 {knee.LatencyAt(99).TotalMilliseconds:0.0} ms; ratio to plain INSERTs {knee.AnsweredRate / plain:0.00}");
        else
            Line($"durable Binding Updates: no rate had p99 up to 25 ms without a retransmission");
        Line($"first registration of {registration.Accepted} of {registration.Started} nodes: {registration.Accepted / registration.Elapsed.TotalSeconds:0}/s, p99 {registration.LatencyAt(99).TotalMilliseconds:0} ms, {registration.Retransmissions} retransmissions");
        Line($"resident memory of a live binding: {bytesOfBinding:0} bytes");
        Line($"bulk load of a joining edge: {load.Rows} bindings in {load.Load.TotalMilliseconds:0} ms, {load.Load / load.Copy:0.0} times COPY of their rows ({load.Copy.TotalMilliseconds:0} ms)");
    }

    private static void Table(IEnumerable<LadderStep> steps)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
        var table = new Table().AddColumns("", "offered/s", "answered/s", "p50 ms", "p99 ms", "max ms", "resent", "home agent us", "PostgreSQL us", "generator us");
        foreach (var step in steps)
        {
            var result = step.Result;
            string Each(TimeSpan time) => Number(time.TotalMicroseconds / Math.Max(1, result.Started));
            table.AddRow(
                step.IsGood ? "" : "x", Number(result.Started / result.Offered.TotalSeconds), Number(result.AnsweredRate),
                Fine(result.LatencyAt(50)), Fine(result.LatencyAt(99)), Fine(result.LongestLatency), Number(result.Retransmissions),
                Each(step.HomeAgent), Each(step.Database), Each(result.Processor));
        }
        AnsiConsole.Write(table);
    }

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Fine(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
