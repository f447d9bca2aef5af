namespace DsMip.Lab.Daemons;

/// <summary>What `dsmip-mn status --json` says.</summary>
public sealed record MobileNodeStatus(
    string State,
    string HomeAddress,
    string? Ipv4HomeAddress,
    string? CareOfAddress,
    string? Encapsulation,
    bool NatDetected,
    string? NatAddress,
    int Sequence,
    int LifetimeSeconds,
    double? LastBindingUpdateToAckMilliseconds,
    int Retransmissions,
    int Handovers,
    Dictionary<string, long>? Drops);
