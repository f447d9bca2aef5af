namespace DsMip.Tunnel;

/// <summary>What a <see cref="BindingTable"/> holds for one home address. Immutable, so that a reader sees all of one version or all of another.</summary>
/// <param name="expires">UTC ticks.</param>
/// <param name="removed">A tombstone: only the version counts.</param>
internal sealed class BindingRow(in HomeAddresses home, in BidirectionalTunnel tunnel, long version, long expires, bool removed)
{
    public readonly HomeAddresses Home = home;
    public readonly BidirectionalTunnel Tunnel = tunnel;
    public readonly long Version = version;
    public readonly long Expires = expires;
    public readonly bool Removed = removed;

    public static BindingRow Tombstone(in HomeAddresses home, long version) => new(home, default, version, 0, true);

    public bool IsInForce(DateTimeOffset now) => now.UtcTicks < Expires;

    public BindingTableEntry ToEntry() => new(Home, Tunnel, Version, new DateTimeOffset(Expires, TimeSpan.Zero));
}
