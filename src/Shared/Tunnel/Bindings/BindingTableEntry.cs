namespace DsMip.Tunnel;

/// <summary>One row of a <see cref="BindingTable"/>, for status pages and tests.</summary>
/// <param name="Expires">From this moment on nothing is forwarded.</param>
public readonly record struct BindingTableEntry(HomeAddresses Home, BidirectionalTunnel Tunnel, long Version, DateTimeOffset Expires);
