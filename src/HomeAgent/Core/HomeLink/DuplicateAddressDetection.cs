using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// Duplicate address detection on behalf of a mobile node that is away (RFC 6275 10.3.1, RFC 4862 5.4): somebody on the home link may use its home
/// address. One solicitation each, and one second in which nobody may say that the address is his. Not thread-safe.
/// </summary>
/// <param name="own">Link-layer address of the home agent: what comes from it is no answer.</param>
public sealed class DuplicateAddressDetection(LinkAddress own)
{
    /// <summary>RetransTimer, which is waited after the only solicitation (DupAddrDetectTransmits is 1).</summary>
    public static readonly TimeSpan RetransTimer = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Ipv6Address, Probe> _probes = [];
    private readonly Dictionary<Ipv6Address, Ipv6Address> _homeOf = [];

    /// <summary>When <see cref="TakeFinished"/> has something next; null: nothing is asked.</summary>
    public DateTimeOffset? Next => _probes.Count == 0 ? null : _probes.Values.Min(probe => probe.Ends);

    /// <param name="home">Names the question.</param>
    /// <param name="addresses">The home address, and the link-local one with flag L.</param>
    /// <returns>The solicitations to send; none if this question is open already.</returns>
    public IReadOnlyList<NeighborPacket> Begin(Ipv6Address home, IReadOnlyList<Ipv6Address> addresses, DateTimeOffset now)
    {
        if (!_probes.TryAdd(home, new Probe(addresses, now + RetransTimer))) return [];
        foreach (var address in addresses) _homeOf[address] = home;
        return [.. addresses.Select(address => NeighborPacket.Multicast(NeighborPacket.SolicitedNode(address), own, default, new NeighborSolicitation(address)))];
    }

    /// <summary>Somebody has the address, or is about to take it.</summary>
    public void Hear(NeighborPacket heard)
    {
        if (heard.LinkSource == own) return;
        var target = heard.Message switch
        {
            NeighborAdvertisement advertisement => advertisement.Target,
            NeighborSolicitation solicitation when heard.Source.IsUnspecified => solicitation.Target,
            _ => default,
        };
        if (_homeOf.TryGetValue(target, out var home)) _probes[home].IsDuplicate = true;
    }

    /// <summary>Those that are decided.</summary>
    public IReadOnlyList<(Ipv6Address Home, bool IsUnique)> TakeFinished(DateTimeOffset now)
    {
        var finished = _probes.Where(pair => pair.Value.IsDuplicate || pair.Value.Ends <= now).ToList();
        foreach (var (home, probe) in finished)
        {
            _probes.Remove(home);
            foreach (var address in probe.Addresses) _homeOf.Remove(address);
        }
        return [.. finished.Select(pair => (pair.Key, !pair.Value.IsDuplicate))];
    }

    private sealed class Probe(IReadOnlyList<Ipv6Address> addresses, DateTimeOffset ends)
    {
        public IReadOnlyList<Ipv6Address> Addresses { get; } = addresses;
        public DateTimeOffset Ends { get; } = ends;
        public bool IsDuplicate { get; set; }
    }
}
