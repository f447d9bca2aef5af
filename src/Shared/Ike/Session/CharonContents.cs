namespace DsMip.Ike;

/// <summary>All that charon has of ours.</summary>
/// <param name="Pools">Those that the connections name.</param>
public sealed record CharonContents(IReadOnlyList<IkeConnection> Connections, IReadOnlyList<HomeAddressPool> Pools);
