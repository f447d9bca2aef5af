namespace DsMip.Lab.Daemons;

/// <summary>What `dsmip-mn status --json` says.</summary>
public sealed record MobileNodeStatus(
    string State,
    string HomeAddress,
    string? Ipv4HomeAddress,
    string? CareOfAddress,
    string? Encapsulation,
    bool NatDetected,
    int Sequence,
    int LifetimeSeconds,
    double? LastBindingUpdateToAckMilliseconds,
    long Retransmissions,
    long Handovers,
    Dictionary<string, long>? Drops,
    IReadOnlyList<string>? MobileNetworks = null,
    IReadOnlyList<HomePrefix>? HomePrefixes = null);

/// <summary>What the mobile node was told of a prefix of the home link; lifetimes null: for ever.</summary>
public sealed record HomePrefix(string Prefix, long? ValidSeconds, long? PreferredSeconds);
