using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>Everything the walk measured, and the verdict.</summary>
public sealed record WalkOutcome(
    double Started,
    double Ended,
    IReadOnlyList<MoveResult> Moves,
    PingTrace Ipv6Ping,
    PingTrace Ipv4Ping,
    TransferTrace Ipv6Transfer,
    TransferTrace Ipv4Transfer,
    TransferVerdict Ipv6Verdict,
    TransferVerdict Ipv4Verdict,
    SignallingCensus Uplink,
    SignallingCensus Access)
{
    /// <summary>Null when the home agent was left alone.</summary>
    public CrashResult? Crash { get; init; }

    /// <summary>Of the cluster's processes.</summary>
    public IReadOnlyList<KillResult> Kills { get; init; } = [];

    /// <summary>Of the home agent's uplink; null where payload is not protected.</summary>
    public PayloadCensus? Payload { get; init; }

    /// <summary>A long silence is a failure. Off where a loaded machine, not the product, may be to blame for it (GAPS=report).</summary>
    public bool JudgesGaps { get; init; } = true;

    /// <summary>A loaded User-Mode Linux stretches the pauses of TCP as well, and so does a cluster.</summary>
    private bool JudgesPauses => JudgesGaps || !(LabMachine.IsUserMode || Kills.Count > 0);

    /// <summary>One line for each thing that broke; empty when nothing did.</summary>
    public IReadOnlyList<string> Failures =>
    [
        .. Moves.Where(m => m.Failure is not null).Select(m => $"{m.From} to {m.To}: {m.Failure}"),
        .. Moves.Where(m => JudgesGaps && m is { Failure: null, DuringOutage: false } && !GapCriterion.IsMet(m)).Select(m => $"{m.From} to {m.To}: a ping was silent for too long"),
        .. Moves.Where(m => JudgesPauses && m is { Failure: null, DuringOutage: false } && !GapCriterion.TransfersWentOn(m)).Select(m => $"{m.From} to {m.To}: a transfer stood still for too long"),
        .. Broken("IPv6", Ipv6Verdict),
        .. Broken("IPv4", Ipv4Verdict),
        .. Clear("the home agent's uplink", Uplink),
        .. Clear("the access link", Access),
        .. Payload is { Clear: > 0 } ? [$"{Payload.Clear} packets of payload in the clear in tunnels"] : Array.Empty<string>(),
        .. Payload is { EspToCareOf: 0 } or { EspInUdp: 0 } ? [$"payload was not seen in all its outer headers: {Payload}"] : Array.Empty<string>(),
        .. Crash is null or { Recovered: true } ? [] : new[] { $"after kill -9 the home agent was not as before: {Crash}" },
        .. Kills.Where(k => !(JudgesGaps ? k.Passed : k.BindingsKept)).Select(k => $"the kill of {k.What} was felt: {k}"),
    ];

    private static IEnumerable<string> Broken(string family, TransferVerdict verdict)
    {
        if (!verdict.Intact)
        {
            yield return $"the {family} transfer: {verdict.Why}";
        }
    }

    private static IEnumerable<string> Clear(string where, SignallingCensus census)
    {
        if (census.ClearMobilityHeaders > 0)
        {
            yield return $"{census.ClearMobilityHeaders} Mobility Headers in the clear on {where}";
        }

        if (census.EspPackets == 0)
        {
            yield return $"not one ESP packet on {where}";
        }
    }
}
