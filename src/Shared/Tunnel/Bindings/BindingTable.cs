using System.Collections.Concurrent;
using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// The home agent's rewriter table: home address, or an address in a mobile network, to tunnel. Lookups take no lock and allocate nothing; changes are serialised.
/// </summary>
/// <remarks>
/// The outcome does not depend on the order in which changes arrive: the highest version of a home address stands, and at the same version
/// a removal beats a put ("remove what version 7 put"). A removal leaves a tombstone behind so that a late, older put stays without effect;
/// only <c>tombstones</c> of them are kept, the oldest go first.
/// </remarks>
/// <param name="capacity">Expected number of bindings; the table grows past it.</param>
/// <param name="tombstones">How many removed home addresses are remembered.</param>
public sealed class BindingTable(int capacity = 1024, int tombstones = 65_536) : IDatapath
{
    private readonly Lock _changes = new();
    private readonly ConcurrentDictionary<Ipv6Address, BindingRow> _rows = new(1, capacity);
    private readonly ClaimIndex<Ipv4Address> _ipv4 = new(capacity);
    private readonly MobileNetworkIndex _networks = new();
    private readonly TombstoneQueue _tombstones = new(tombstones);
    private int _count;

    /// <summary>Bindings in the table, expired ones that nobody removed included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The tunnel to a home address, or to the mobile network that an address is in; what a downlink packet needs.</summary>
    public bool TryFind(Ipv6Address destination, DateTimeOffset now, out BidirectionalTunnel tunnel)
    {
        var found = (_rows.TryGetValue(destination, out var row) && row.IsInForce(now)) || _networks.TryFind(destination, now, out row);
        tunnel = found ? row!.Tunnel : default;
        return found;
    }

    /// <summary>Likewise, to an IPv4 home address (RFC 5555 2.3.1) or an IPv4 mobile network.</summary>
    public bool TryFind(Ipv4Address destination, DateTimeOffset now, out BidirectionalTunnel tunnel)
    {
        var found = (_ipv4.TryGet(destination, out var row) && row.IsInForce(now)) || _networks.TryFind(destination, now, out row);
        tunnel = found ? row.Tunnel : default;
        return found;
    }

    /// <summary>
    /// May this packet leave the reverse tunnel? Its inner source must be a bound home address or in a mobile network, and its outer source address and port must be
    /// those of that very binding (RFC 6275 10.4.5, RFC 5555 4.5).
    /// </summary>
    /// <param name="inner">The packet without its outer headers.</param>
    public bool TryCheckUplink(in Ingress ingress, ReadOnlySpan<byte> inner, DateTimeOffset now, out DropReason why)
    {
        why = FindSource(inner, now, out var row);
        if (why != DropReason.None) return false;
        if (!row!.IsInForce(now)) why = DropReason.NoBinding;
        else if (!CameFrom(row.Tunnel, ingress)) why = DropReason.OuterSourceMismatch;
        return why == DropReason.None;
    }

    public void Put(in HomeAddresses home, in BidirectionalTunnel tunnel, long version, DateTimeOffset expires)
    {
        var row = new BindingRow(home, tunnel, version, expires.UtcTicks, removed: false);
        lock (_changes)
        {
            if (_rows.TryGetValue(home.Ipv6, out var old) && old.Version >= version) return;
            Replace(old, row);
        }
    }

    public void Remove(in HomeAddresses home, long version)
    {
        var row = BindingRow.Tombstone(home, version);
        lock (_changes)
        {
            if (_rows.TryGetValue(home.Ipv6, out var old) && (old.Version > version || (old.Version == version && old.Removed))) return;
            Replace(old, row);
            if (_tombstones.Add(row) is { } oldest) _rows.TryRemove(new KeyValuePair<Ipv6Address, BindingRow>(oldest.Home.Ipv6, oldest));
        }
    }

    /// <summary>
    /// The tunnel stays and is that of the IPv6 home address only: the IPv4 home address is not this mobile node's any more. What comes at the same
    /// version does not bring it back; a higher one says what holds then.
    /// </summary>
    /// <returns>False: the binding has not this address.</returns>
    public bool WithdrawIpv4(in HomeAddresses home)
    {
        lock (_changes)
        {
            if (!home.HasIpv4 || !_rows.TryGetValue(home.Ipv6, out var old) || old.Removed || old.Home != home) return false;
            Replace(old, new BindingRow(home with { Ipv4 = default }, old.Tunnel, old.Version, old.Expires, removed: false));
            return true;
        }
    }

    /// <summary>Likewise: of its mobile networks only <paramref name="kept"/> are still this mobile router's; null: none.</summary>
    /// <returns>False: the binding has changed meanwhile.</returns>
    public bool WithdrawNetworks(in HomeAddresses home, MobileNetworks? kept)
    {
        lock (_changes)
        {
            if (!_rows.TryGetValue(home.Ipv6, out var old) || old.Removed || old.Home != home) return false;
            Replace(old, new BindingRow(home with { Networks = kept }, old.Tunnel, old.Version, old.Expires, removed: false));
            return true;
        }
    }

    /// <summary>The row of a home address, in force or expired; false: there is none, or it was removed.</summary>
    public bool TryFindEntry(Ipv6Address homeAddress, out BindingTableEntry entry)
    {
        var found = _rows.TryGetValue(homeAddress, out var row) && !row.Removed;
        entry = found ? row!.ToEntry() : default;
        return found;
    }

    /// <summary>The version that stands for a home address, that of a removal that is remembered included; 0: nothing is known.</summary>
    public long VersionOf(Ipv6Address homeAddress) => _rows.TryGetValue(homeAddress, out var row) ? row.Version : 0;

    /// <summary>The version of the tunnel to a home address, in force or expired; false: there is none, or it was removed.</summary>
    public bool TryFindVersion(Ipv6Address homeAddress, out long version)
    {
        var found = _rows.TryGetValue(homeAddress, out var row) && !row.Removed;
        version = found ? row!.Version : 0;
        return found;
    }

    /// <summary>The bindings, in no order; changes made meanwhile may or may not be seen.</summary>
    public IEnumerable<BindingTableEntry> Entries()
    {
        foreach (var (_, row) in _rows)
            if (!row.Removed) yield return row.ToEntry();
    }

    private void Replace(BindingRow? old, BindingRow row)
    {
        var replaces = old is { Removed: false };
        var renews = replaces && old!.Home.Ipv4 == row.Home.Ipv4;
        _rows[row.Home.Ipv6] = row;
        if (row is { Removed: false, Home.HasIpv4: true }) _ipv4.Claim(row.Home.Ipv4, row, renews);
        if (replaces && old!.Home.HasIpv4 && (row.Removed || !renews)) _ipv4.Release(old.Home.Ipv4, old, Claimant);
        if (!row.Removed) _networks.Claim(row, replaces ? old!.Home.Networks : null);
        if (replaces) _networks.Release(old!, row.Removed ? null : row.Home.Networks, Claimant);
        Volatile.Write(ref _count, _count + (row.Removed ? 0 : 1) - (replaces ? 1 : 0));
    }

    private BindingRow? Claimant(Ipv6Address home) => _rows.TryGetValue(home, out var row) && !row.Removed ? row : null;

    private DropReason FindSource(ReadOnlySpan<byte> inner, DateTimeOffset now, out BindingRow? row)
    {
        row = null;
        if (!InnerPacket.TryReadSource(inner, out var source)) return DropReason.BadSourceAddress;
        if (!source.IsUnicastRoutable) return DropReason.InnerSourceMismatch;
        var found = source.IsIpv4 ? _ipv4.TryGet(source.AsIpv4, out row) : _rows.TryGetValue(source.AsIpv6, out row);
        if (!found && _networks.TryFind(source, now, out row)) return DropReason.None;
        return !found ? DropReason.UnknownHomeAddress : row!.Removed ? DropReason.NoBinding : DropReason.None;
    }

    private static bool CameFrom(in BidirectionalTunnel tunnel, in Ingress ingress) =>
        tunnel.Encapsulation == ingress.Encapsulation && tunnel.Remote == ingress.Remote && tunnel.RemotePort == ingress.RemotePort;
}
