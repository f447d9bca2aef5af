using DsMip.Lab.Walk;
using Spectre.Console;

namespace DsMip.Lab.Report;

internal static class FinalReport
{
    public static void Print(WalkOutcome outcome, string picture)
    {
        AnsiConsole.Write(MoveTable.Of(outcome.Moves));
        AnsiConsole.MarkupLineInterpolated(
            $"[grey]gap limit: interface down time + one BU to BA round trip + {GapCriterion.SchedulingAllowance.TotalMilliseconds} ms for this machine; a TCP pause may be as long again, or {GapCriterion.TransferAllowance.TotalSeconds} s longer[/]");
        Transfer("IPv6", outcome.Ipv6Verdict);
        Transfer("IPv4", outcome.Ipv4Verdict);
        Line(
            outcome.Uplink is { ClearMobilityHeaders: 0, EspPackets: > 0 } && outcome.Access is { ClearMobilityHeaders: 0, EspPackets: > 0 },
            $"signalling: tshark saw {outcome.Uplink.EspPackets} ESP packets on the home agent's uplink and {outcome.Access.EspPackets} on the access " +
            $"link, {outcome.Uplink.ClearMobilityHeaders + outcome.Access.ClearMobilityHeaders} Mobility Headers in the clear");
        if (outcome.Payload is { } payload)
        {
            Line(
                payload is { Clear: 0, EspToCareOf: > 0, EspInUdp: > 0 },
                $"payload on the uplink: {payload.EspToCareOf} ESP packets between home agent and IPv6 care-of address, {payload.EspInUdp} in UDP port 4500, " +
                $"{payload.Clear} in the clear");
        }

        if (outcome.Crash is { } crash)
        {
            Line(
                crash.Recovered,
                $"home agent: killed, ready after {MoveRow.Milliseconds((crash.Ready - crash.Killed) * 1000)}, pings answered after " +
                $"{MoveRow.Milliseconds((crash.Flowing - crash.Killed) * 1000)}, bindings {(crash.BindingsKept ? "kept" : "LOST")}, " +
                $"{crash.NewBindingUpdates} Binding Updates needed");
        }

        foreach (var kill in outcome.Kills)
        {
            Line(
                kill.Passed,
                $"kill -9 of {kill.What}: longest silence of pings {MoveRow.Milliseconds(kill.Ipv6Gap.TotalMilliseconds)} (IPv6), " +
                $"{MoveRow.Milliseconds(kill.Ipv4Gap.TotalMilliseconds)} (IPv4), bindings {(kill.BindingsKept ? "kept" : "LOST")}, back after " +
                $"{MoveRow.Milliseconds((kill.Ready - kill.Killed) * 1000)}");
        }

        Console.WriteLine($"picture: {picture}");
        foreach (var failure in outcome.Failures)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]FAILED: {failure}[/]");
        }

        Line(outcome.Failures.Count == 0, outcome.Failures.Count == 0 ? "Nothing broke." : $"{outcome.Failures.Count} things broke.");
    }

    private static void Transfer(string family, Probes.TransferVerdict verdict) =>
        Line(verdict.Intact, $"TCP over {family}: {(verdict.Intact ? $"one connection all the way, {verdict.Bytes / 1000} kB, " : "")}{verdict.Why}");

    private static void Line(bool good, string text) => AnsiConsole.MarkupLineInterpolated($"[{(good ? "green" : "red")}]{(good ? "ok" : "BROKEN")}[/] {text}");
}
