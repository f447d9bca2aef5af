using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>Announces on the home link whoever was not bound until now. What ends needs no word: the table is asked at every solicitation.</summary>
internal sealed class HomeLinkDatapath(IDatapath inner, BindingTable table, HomeLinkInbox inbox, TimeProvider clock) : IDatapath
{
    public void Put(in HomeAddresses home, in BidirectionalTunnel tunnel, long version, DateTimeOffset expires)
    {
        var now = clock.GetUtcNow();
        var wasBound = Bound(home, now);
        inner.Put(home, tunnel, version, expires);
        if (Bound(home, now) is { } bound && bound != wasBound) inbox.Announce(bound);
    }

    public void Remove(in HomeAddresses home, long version) => inner.Remove(home, version);

    private HomeAddresses? Bound(in HomeAddresses home, DateTimeOffset now) =>
        table.TryFindEntry(home.Ipv6, out var entry) && entry.Expires > now ? entry.Home : null;
}
