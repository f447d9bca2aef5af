namespace DsMip.Linux.Netlink;

/// <summary>What changed since the last time <see cref="RouteMonitor"/> told.</summary>
[Flags]
public enum RouteChanges
{
    None = 0,
    Links = 1,
    Addresses = 2,
    Routes = 4,

    /// <summary>Notifications were lost: take a new <see cref="LinkSnapshot"/>, anything may have changed.</summary>
    Resync = 8,
    Rules = 16,
}
