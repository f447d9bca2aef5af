using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>One move of the walk, as it was measured. Times are seconds of the lab's clock.</summary>
public sealed record MoveResult(int Round, Attachment From, Attachment To, double Started, TimeSpan InterfaceDown)
{
    /// <summary>When both daemons said so; null if they never did.</summary>
    public double? Registered { get; init; }

    /// <summary>When the next move began, or the walk ended.</summary>
    public double Ended { get; init; }

    /// <summary>"-" at home, where there is no tunnel.</summary>
    public string Encapsulation { get; init; } = "?";

    /// <summary>The NAT's outside as the home agent sees it, address:port.</summary>
    public string? Nat { get; init; }

    public double? BindingUpdateToAckMilliseconds { get; init; }

    public TimeSpan Ipv6Gap { get; init; }

    public TimeSpan Ipv4Gap { get; init; }

    /// <summary>Bytes the transfers delivered in both directions while the node was here.</summary>
    public long Ipv6TransferBytes { get; init; }

    public long Ipv4TransferBytes { get; init; }

    /// <summary>The longest time in which one of the directions delivered nothing.</summary>
    public TimeSpan Ipv6TransferPause { get; init; }

    public TimeSpan Ipv4TransferPause { get; init; }

    /// <summary>A part of the home agent had just been killed: how long traffic pauses is reported and not judged.</summary>
    public bool DuringOutage { get; init; }

    /// <summary>What went wrong here, if anything.</summary>
    public string? Failure { get; init; }
}
