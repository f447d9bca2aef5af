using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// How a mobile node gets its keys when the home agent does not know yet where it is: IKE between home address and home agent passes the tunnel
/// without a binding, in both directions, and nothing else does. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>
/// Everything here is written by strangers. What they can reach: the key management daemon, at a limited rate and as any daemon is reached that
/// listens to the Internet; a bounded piece of memory; and for two minutes answers to the address that they wrote from, which is no more than
/// IKE itself gives (RFC 7296 2.6 has cookies against that). No payload, no Mobility Header, no other address.
/// </para>
/// <para>
/// Who guesses the initiator's SPI, 64 random bits, or listens on the path can draw the answers of a key exchange to itself until the mobile
/// node's next message; it learns nothing that it did not see, and IKE retransmits. The home agent's own requests to a node that is bound go by
/// the binding, whatever strangers write.
/// </para>
/// </remarks>
/// <param name="isHomeAddress">Is this a home address of a mobile node that we know? Asked on any thread.</param>
public sealed class PreBindingPaths(Ipv6Address homeAgent, Func<Ipv6Address, bool> isHomeAddress, PreBindingLimits limits)
{
    private readonly Lock _lock = new();
    private readonly RecentlyUsed<IpAddress, TokenBucket> _sources = new(limits.Sources);
    private readonly RecentlyUsed<Ipv6Address, WaysBack> _ways = new(limits.HomeAddresses);
    private TokenBucket? _total;

    /// <summary>May this packet, that came by no binding's tunnel, go to the stack? The way it came is remembered for the answers.</summary>
    /// <param name="inner">The packet without its outer headers.</param>
    /// <returns><see cref="DropReason.None"/>, or why not.</returns>
    public DropReason Admit(ReadOnlySpan<byte> inner, in Ingress ingress, DateTimeOffset now)
    {
        if (!IkePacket.TryRead(inner, out var ike, out var why)) return why;
        if (ike.Destination != homeAgent || ike.DestinationPort is not (Port.KeyExchange or Port.IpsecNatTraversal)) return DropReason.NotKeyExchange;
        if (!isHomeAddress(ike.Source)) return DropReason.UnknownHomeAddress;
        lock (_lock)
        {
            if (!TryTakeToken(KeyOf(ingress.Remote), now)) return DropReason.RateLimited;
            if (!_ways.TryGet(ike.Source, out var ways)) ways = new WaysBack(limits.WaysPerHomeAddress);
            ways.Note(ike.InitiatorSpi, ingress, now);
            _ways.Put(ike.Source, ways);
        }
        return DropReason.None;
    }

    /// <summary>The way by which the last message of this key exchange came; false if it is not known, and then the binding's tunnel is.</summary>
    /// <param name="inner">What the key management daemon sends to a home address.</param>
    /// <param name="isBound">There is a binding: then only answers take another way, requests go where the mobile node is known to be.</param>
    public bool TryFindWayBack(ReadOnlySpan<byte> inner, bool isBound, DateTimeOffset now, out Ingress ingress)
    {
        ingress = default;
        if (!IkePacket.TryRead(inner, out var ike, out _) || ike.Source != homeAgent) return false;
        if (ike.SourcePort is not (Port.KeyExchange or Port.IpsecNatTraversal) || (isBound && !ike.IsResponse)) return false;
        lock (_lock) return _ways.TryGet(ike.Destination, out var ways) && ways.TryFind(ike.InitiatorSpi, now, limits.Lifetime, out ingress);
    }

    /// <summary>A message came by the tunnel of the binding: this key exchange goes on there, whoever else may have written in its name.</summary>
    /// <param name="inner">What came out of the tunnel; nothing happens if it is something else.</param>
    public void CameByBinding(ReadOnlySpan<byte> inner)
    {
        if (!IkePacket.TryRead(inner, out var ike, out _) || ike.Destination != homeAgent) return;
        lock (_lock)
            if (_ways.TryGet(ike.Source, out var ways)) ways.Forget(ike.InitiatorSpi);
    }

    /// <summary>The home address is bound from now on, or somewhere else: answers go by its tunnel, until a message comes from elsewhere again.</summary>
    public void Forget(Ipv6Address homeAddress)
    {
        lock (_lock) _ways.Remove(homeAddress);
    }

    /// <summary>Who is refused by one limit does not use up the other, so that one loud source silences itself only.</summary>
    private bool TryTakeToken(IpAddress source, DateTimeOffset now)
    {
        var total = _total ?? TokenBucket.Full(limits.InTotal, now);
        if (!_sources.TryGet(source, out var bucket)) bucket = TokenBucket.Full(limits.PerSource, now);
        if (!bucket.TryTake(limits.PerSource, now, out bucket) || !total.TryTake(limits.InTotal, now, out total)) return false;
        _sources.Put(source, bucket);
        _total = total;
        return true;
    }

    /// <summary>An IPv6 link gives its hosts as many addresses as they like, so it counts as one source.</summary>
    private static IpAddress KeyOf(IpAddress remote) => remote.IsIpv4 ? remote : new Ipv6Address(remote.AsIpv6.Value >> 64 << 64);
}
