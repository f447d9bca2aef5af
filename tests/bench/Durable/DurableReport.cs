using System.Globalization;
using DsMip.Load;
using Spectre.Console;

namespace DsMip.Bench.Durable;

/// <summary>The figures as tables and lines.</summary>
internal static class DurableReport
{
    public static void Write(
        PhaseResult registration, IReadOnlyList<LadderStep> steps, (double Before, double After) raw, BindingMemory memory, BulkLoad load, PhaseResult restart)
    {
        Table(steps);
        var plain = (raw.Before + raw.After) / 2;
        Line($"plain INSERTs, 3 connections, 100 rows each: {raw.Before:0} rows/s before, {raw.After:0} after");
        if (steps.LastOrDefault(step => step.IsGood) is { Result: var knee })
            Line($"durable Binding Updates: {knee.AnsweredRate:0}/s with p99 {knee.LatencyAt(99).TotalMilliseconds:0.0} ms; ratio to plain INSERTs {knee.AnsweredRate / plain:0.00}");
        else
            Line($"durable Binding Updates: no rate had p99 up to 25 ms without a retransmission");
        if (steps.LastOrDefault(step => step.KeptUp) is { Result: var most })
            Line($"the most without a retransmission: {most.AnsweredRate:0}/s with p99 {most.LatencyAt(99).TotalMilliseconds:0.0} ms; ratio {most.AnsweredRate / plain:0.00}");
        Phase("first registration", registration);
        Line($"a live binding: {memory.Live:0} bytes of managed memory, everything that the process has included, {memory.Rest:0} when mobile nodes are silent; {memory.Resident:0} bytes more resident memory");
        Line($"bulk load of a joining edge: {load.Rows} bindings in {load.Load.TotalMilliseconds:0} ms, {load.Load / load.Copy:0.0} times COPY of their rows ({load.Copy.TotalMilliseconds:0} ms)");
        Phase("all bindings anew after a kill", restart);
    }

    private static void Phase(string what, PhaseResult result) => Line(
        $"{what}: {result.Accepted} of {result.Started} accepted, {result.Started / result.Offered.TotalSeconds:0}/s, p50 {result.LatencyAt(50).TotalMilliseconds:0} ms, p99 {result.LatencyAt(99).TotalMilliseconds:0} ms, {result.Retransmissions} retransmissions");

    private static void Table(IEnumerable<LadderStep> steps)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
        var table = new Table().AddColumns("", "offered/s", "answered/s", "p50 ms", "p99 ms", "max ms", "resent", "home agent us", "PostgreSQL us", "generator us", "collections ms");
        foreach (var step in steps)
        {
            var result = step.Result;
            string Each(TimeSpan time) => Number(time.TotalMicroseconds / Math.Max(1, result.Started));
            table.AddRow(
                step.IsGood ? "" : "x", Number(result.Started / result.Offered.TotalSeconds), Number(result.AnsweredRate),
                Fine(result.LatencyAt(50)), Fine(result.LatencyAt(99)), Fine(result.LongestLatency), Number(result.Retransmissions),
                Each(step.HomeAgent), Each(step.Database), Each(result.Processor), Number(step.Paused.TotalMilliseconds));
        }
        AnsiConsole.Write(table);
    }

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Fine(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Bytes of a binding, while all mobile nodes are bound.</summary>
/// <param name="Resident">By which the process has grown, garbage and room of the heap included.</param>
/// <param name="Live">Managed memory in use after a full collection, program and mobile nodes' keys included.</param>
/// <param name="Rest">The same when all entities rest.</param>
internal sealed record BindingMemory(double Resident, double Live, double Rest);
