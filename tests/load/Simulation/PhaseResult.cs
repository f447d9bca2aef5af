using DsMip.Wire.Mobility;
using HdrHistogram;

namespace DsMip.Load;

/// <summary>What came of a phase.</summary>
/// <param name="Name">Of the phase.</param>
public sealed record PhaseResult(string Name)
{
    /// <summary>Updates that were due and sent, retransmissions not counted.</summary>
    public required long Started { get; init; }

    /// <summary>Of those: answered with a status below 128.</summary>
    public required long Accepted { get; init; }

    /// <summary>Of those: answered with a status of 128 or above, except 135.</summary>
    public required long Refused { get; init; }

    /// <summary>Of those: without an answer at the end, however often they were sent.</summary>
    public required long Unanswered { get; init; }

    public required long Retransmissions { get; init; }

    /// <summary>Answers with status 135, after which the node went on from the home agent's number (RFC 6275 11.7.3).</summary>
    public required long Resynchronised { get; init; }

    /// <summary>Acknowledgements beyond the first one of an update: of a retransmission, or a copy.</summary>
    public required long RepeatedAcknowledgements { get; init; }

    /// <summary>Updates that were due and not sent because every node was waiting for an answer.</summary>
    public required long NoNodeFree { get; init; }

    public required IReadOnlyDictionary<BindingStatus, long> Statuses { get; init; }

    /// <summary>Microseconds from when an update was due to its answer, retransmissions and their waiting included.</summary>
    public required LongHistogram Latency { get; init; }

    /// <summary>How long updates were due.</summary>
    public required TimeSpan Offered { get; init; }

    /// <summary>Waiting for the last answers included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Longest time between two answers.</summary>
    public required TimeSpan LongestSilence { get; init; }

    /// <summary>Processor time of this process.</summary>
    public required TimeSpan Processor { get; init; }

    /// <summary>Updates a second that were answered, over the time that they were due.</summary>
    public double AnsweredRate => (Accepted + Refused) / Math.Max(Offered.TotalSeconds, 1e-9);

    /// <param name="percentile">0 to 100.</param>
    public TimeSpan LatencyAt(double percentile) => TimeSpan.FromMicroseconds(Latency.TotalCount == 0 ? 0 : Latency.GetValueAtPercentile(percentile));

    public TimeSpan LongestLatency => LatencyAt(100);
}
