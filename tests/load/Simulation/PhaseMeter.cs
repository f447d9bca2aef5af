using DsMip.Wire.Mobility;
using HdrHistogram;

namespace DsMip.Load;

/// <summary>Counts of one phase. Written by the generator's thread; the numbers may be read by any.</summary>
internal sealed class PhaseMeter(string name)
{
    private const long LongestMicroseconds = 3_600_000_000;
    private readonly LongHistogram _latency = new(LongestMicroseconds, 3);
    private readonly long[] _statuses = new long[256];
    private long _lastAnswer;
    private long _longestSilence;

    public long Started;
    public long Accepted;
    public long Refused;
    public long Retransmissions;
    public long Resynchronised;
    public long Repeated;
    public long NoNodeFree;

    public void Begin(long now) => _lastAnswer = now;

    public void Answered(BindingStatus status, long intended, long now)
    {
        _statuses[(byte)status]++;
        if ((byte)status < 128) Accepted++;
        else Refused++;
        _latency.RecordValue(Math.Clamp((now - intended) / 1000, 0, LongestMicroseconds));
        _longestSilence = Math.Max(_longestSilence, now - _lastAnswer);
        _lastAnswer = now;
    }

    /// <param name="offered">How long updates were due.</param>
    public PhaseResult Result(long offered, long elapsed, TimeSpan processor) => new(name)
    {
        Started = Started,
        Accepted = Accepted,
        Refused = Refused,
        Unanswered = Started - Accepted - Refused,
        Retransmissions = Retransmissions,
        Resynchronised = Resynchronised,
        RepeatedAcknowledgements = Repeated,
        NoNodeFree = NoNodeFree,
        Statuses = _statuses.Select((count, status) => (status, count)).Where(pair => pair.count > 0)
            .ToDictionary(pair => (BindingStatus)pair.status, pair => pair.count),
        Latency = (LongHistogram)_latency.Copy(),
        Offered = LoadClock.ToTime(offered),
        Elapsed = LoadClock.ToTime(elapsed),
        LongestSilence = LoadClock.ToTime(_longestSilence),
        Processor = processor,
    };
}
