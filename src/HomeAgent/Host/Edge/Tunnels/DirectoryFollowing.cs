using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>
/// Takes out of this node's table what mobile nodes of the store lost: whoever was removed has no tunnel, and no tunnel has an IPv4 home address
/// or a mobile network that is another's by now. No entity is needed for it, which may be asleep or dead. Not thread-safe.
/// </summary>
/// <remarks>A control node may hear of the change later, and let one more Binding Update have what was before. So all is looked at again for a while.</remarks>
public sealed class DirectoryFollowing(HomeAgentOptions options, StoredMobileNodes stored, BindingTable table, IDatapath datapath)
{
    /// <summary>All nodes know of a mobile node within seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Ipv6Address, DateTimeOffset> _since = [];

    /// <param name="changes">Since the last time; none is looked at again later than a minute after.</param>
    public void Follow(DirectoryChanges changes, DateTimeOffset now)
    {
        foreach (var home in changes.Removed.Concat(changes.Readdressed)) _since[home] = now;
        foreach (var (home, since) in _since)
        {
            Look(home);
            if (now - since > Patience) _since.Remove(home);
        }
    }

    private void Look(Ipv6Address home)
    {
        if (!table.TryFindEntry(home, out var row)) return;
        if (!stored.TryFindIpv4(home, out var ipv4)) datapath.Remove(row.Home, row.Version);
        else if (row.Home.HasIpv4 && !Holds(row.Home.Ipv4, ipv4)) table.WithdrawIpv4(row.Home);
        LookAtNetworks(home);
    }

    private void LookAtNetworks(Ipv6Address home)
    {
        if (!table.TryFindEntry(home, out var row) || row.Home.Networks is not { } bound || !stored.TryFind(home, out var node)) return;
        var kept = TunnelRevision.Held(bound, node, options);
        if (kept != bound) table.WithdrawNetworks(row.Home, kept);
    }

    /// <summary>Who has no address of its own may have leased one.</summary>
    private bool Holds(Ipv4Address bound, Ipv4Address? own) => own is { } address ? address == bound : options.Ipv4Pool?.Contains(bound) == true;
}
