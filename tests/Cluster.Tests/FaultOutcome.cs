using System.Globalization;
using DsMip.Load;

namespace DsMip.Cluster.Tests;

/// <summary>What mobile nodes felt of a fault, and what the checker found afterwards.</summary>
/// <param name="Before">Payload up to the beginning of the load.</param>
/// <param name="Payload">Payload up to its end.</param>
public sealed record FaultOutcome(
    PhaseResult Registered, PhaseResult Load, PhaseResult After, PayloadReport Before, PayloadReport Payload, LoadFaults Faults, Violations Violations)
{
    /// <summary>From the fault to the end of whatever was done about it while the load went on.</summary>
    public TimeSpan FaultLasted { get; init; }

    public long PayloadLost => Payload.UplinkLost - Before.UplinkLost + Payload.DownlinkLost - Before.DownlinkLost;

    public long PayloadSent => Payload.UplinkSent - Before.UplinkSent;

    /// <summary>The invariants that no fault may break: whatever was acknowledged is held, by one owner, and nobody got anything of others.</summary>
    public void AssertInvariants()
    {
        // tests/lab/run-tests.sh knows the first by its text, and does not try again. The others depend on how soon a busy machine passes on what it has.
        Assert.True(Violations.Count == 0, "the checker found: " + string.Join("; ", Violations.Lines));
        Assert.True(Payload.Misdelivered == 0, "payload at a wrong care-of address: " + string.Join("; ", Payload.Examples));
        Assert.True(Faults.MisdeliveredAcknowledgements == 0, $"acknowledgements at a wrong care-of address: {Faults.MisdeliveredAcknowledgements}");
        Assert.Equal(0, Faults.Unopened);
        Assert.Equal(RunningCluster.Nodes, Registered.Accepted);
        // What is late in one phase is counted in the next.
        Assert.Equal(0, Load.Unanswered + After.Unanswered);
        Assert.Equal((0, 0), (Load.Refused, After.Refused));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Load.Accepted} Binding Updates accepted, {Load.Retransmissions} retransmissions; the slowest answer {Load.LongestLatency.TotalSeconds:0.00} s, " +
        $"half within {Load.LatencyAt(50).TotalMilliseconds:0} ms; payload: {PayloadSent} packets up, {PayloadLost} of both ways lost, longest silence of a " +
        $"node {Payload.LongestSilence.TotalSeconds:0.00} s; fault and repair {FaultLasted.TotalSeconds:0.0} s");
}
