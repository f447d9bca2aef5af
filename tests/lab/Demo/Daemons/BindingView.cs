namespace DsMip.Lab.Daemons;

/// <summary>A binding as the home agent's API shows it.</summary>
public sealed record BindingView(
    string HomeAddress,
    string? Ipv4HomeAddress,
    string CareOfAddress,
    string Encapsulation,
    string Remote,
    int? RemotePort,
    bool NatDetected,
    int Sequence,
    int LifetimeSeconds,
    DateTimeOffset Expires,
    long Version);
