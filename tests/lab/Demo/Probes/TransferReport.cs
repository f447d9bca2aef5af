namespace DsMip.Lab.Probes;

/// <summary>One line of a transfer end's output: progress every 100 ms, and the last one with the sums.</summary>
public sealed record TransferReport(
    double Time, string Local, string Remote, long Sent, long Received, string? SentSha256 = null, string? ReceivedSha256 = null, string? Failure = null);
