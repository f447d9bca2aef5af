using System.Globalization;

namespace DsMip.Load.Commands;

/// <summary>Results as lines of text.</summary>
internal static class RunReport
{
    public static void Write(TextWriter writer, PhaseResult result)
    {
        Line(writer, $"{result.Name}: {result.Started} updates in {result.Offered.TotalSeconds:0.00} s, {result.AnsweredRate:0} answered a second, {result.Accepted} accepted, {result.Refused} refused, {result.Unanswered} unanswered");
        Line(writer, $"  latency ms: p50 {Milliseconds(result.LatencyAt(50))}, p99 {Milliseconds(result.LatencyAt(99))}, p99.9 {Milliseconds(result.LatencyAt(99.9))}, max {Milliseconds(result.LongestLatency)}; longest time without an answer {Milliseconds(result.LongestSilence)}");
        Line(writer, $"  {result.Retransmissions} retransmissions, {result.RepeatedAcknowledgements} repeated acknowledgements, {result.Resynchronised} went on from the home agent's sequence number, {result.NoNodeFree} not sent as no node was free");
        Line(writer, $"  statuses: {string.Join(", ", result.Statuses.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Line(writer, $"  processor time of this program: {result.Processor.TotalSeconds:0.00} s, {result.Processor.TotalMicroseconds / Math.Max(1, result.Started):0.0} us an update");
    }

    public static void Write(TextWriter writer, LoadFaults faults, PayloadReport? payload)
    {
        Line(writer, $"faults: {faults.MisdeliveredAcknowledgements} acknowledgements to a wrong place, {faults.Unopened} that no SA opened, {faults.Unknown} unknown frames, {faults.NotSent} not sent, {faults.QueueDrops} lost in our own queues");
        if (payload is null) return;
        Line(writer, $"payload up: {payload.UplinkSent} sent, {payload.UplinkLost} lost, {payload.UplinkCopies} copies");
        Line(writer, $"payload down: {payload.DownlinkReceived} received, {payload.DownlinkLost} lost, {payload.DownlinkCopies} copies, {payload.Misdelivered} to a wrong care-of address");
        Line(writer, $"  longest silence of a node {Milliseconds(payload.LongestSilence)} ms; {payload.Silent} nodes never got anything");
        foreach (var example in payload.Examples) writer.WriteLine("  " + example);
    }

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
