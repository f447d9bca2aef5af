using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>What was committed, and what each entity would tell the edges about it.</summary>
internal sealed class SimulatedJournal
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Ipv6Address[] Homes = [Ipv6Address.Parse(Configured.Alice), Ipv6Address.Parse(Configured.Bob)];

    private readonly List<StoredBinding>[] _rows = [[], []];

    public IReadOnlyList<StoredBinding> Newest => [.. _rows.Where(rows => rows.Count > 0).Select(rows => rows[^1])];

    /// <summary>The tunnel in force now.</summary>
    public BidirectionalTunnel? Truth(int home) => Entry(home) is { } entry && entry.Expires > Now ? entry.Tunnel : null;

    public TunnelChanged? Accept(int home, ushort port, TimeSpan lifetime) => Commit(home, NewEntry(Homes[home], port, Now + lifetime));

    public TunnelChanged? Deregister(int home) => Entry(home) is { } entry
        ? Commit(home, entry with { Deregistered = true, Expires = Now.AddSeconds(10) })
        : null;

    /// <summary>A row without change: the number of a refused Binding Update.</summary>
    public void Refuse(int home) => Commit(home, Entry(home));

    /// <summary>The entity looks at the clock: nothing is committed for that.</summary>
    public TunnelChanged? End(int home) => Entry(home) is { Deregistered: false } entry && entry.Expires <= Now
        ? new TunnelChanged(entry.HomeAddresses, null, _rows[home].Count, entry.Expires)
        : null;

    private BindingCacheEntry? Entry(int home) => _rows[home].Count == 0 ? null : _rows[home][^1].State!.Entry;

    private TunnelChanged? Commit(int home, BindingCacheEntry? entry)
    {
        var version = _rows[home].Count + 1;
        _rows[home].Add(new StoredBinding(PersistenceId.Of(Homes[home]), version, new BindingCacheEntryState(Homes[home], entry, default)));
        return entry is null ? null : new TunnelChanged(entry.HomeAddresses, entry.Tunnel, version, entry.Expires);
    }

    private static BindingCacheEntry NewEntry(Ipv6Address home, ushort port, DateTimeOffset expires) => new(
        home, Ipv4Address.Parse("192.168.1.2"),
        new Ingress(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), port, Port.DsMip),
        Encapsulation.UdpIpv4, true, MobileNode.HomeRegistration, new SequenceNumber(1), BindingLifetime.From(TimeSpan.FromMinutes(10)), expires);
}
