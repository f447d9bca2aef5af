using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Prefixes;
using DsMip.Linux.Netlink;
using DsMip.Wire;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>Router Advertisements on the home link: whose they are, when and with what. On the home link's thread.</summary>
/// <param name="linkLocal">Looks up the interface's link-local address; null: it has none now.</param>
internal sealed class RouterAdvertiser(AdvertisementSettings settings, HomePrefixTable prefixes, LinkAddress own, Func<Ipv6Address?> linkLocal)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly AdvertisementSchedule _schedule = new(settings, Random.Shared.NextDouble);
    private DateTimeOffset _retry = DateTimeOffset.MinValue;

    /// <summary>When <see cref="Take"/> has something next.</summary>
    public DateTimeOffset Next => _schedule.Due > _retry ? _schedule.Due : _retry;

    public static RouterAdvertiser? Of(Options.HomeAgentOptions options, HomePrefixTable prefixes, LinkAddress own)
    {
        if (options is not { RouterAdvertisements: { } settings, HomeLink: { } name }) return null;
        return new RouterAdvertiser(settings, prefixes, own, () => LinkLocalOf(name));
    }

    public void Hear(NeighborPacket heard, DateTimeOffset now)
    {
        if (heard.Message is RouterSolicitation) _schedule.Solicited(now);
    }

    /// <summary>The advertisement that is due; null: none is.</summary>
    public NeighborPacket? Take(DateTimeOffset now)
    {
        if (Next > now) return null;
        // Receivers discard what has another source (RFC 4861 6.1.2). The interface may have come up a moment ago.
        if (linkLocal() is not { } source)
        {
            _retry = now + Retry;
            return null;
        }
        return _schedule.TryTake(now) ? Packet(source, HomeAgentAdvertisement.Of(settings, prefixes.Prefixes, own, now)) : null;
    }

    /// <summary>Nobody is to come here any more.</summary>
    public NeighborPacket? Last() => linkLocal() is { } source ? Packet(source, HomeAgentAdvertisement.Last(own)) : null;

    private NeighborPacket Packet(Ipv6Address source, RouterAdvertisement message) => NeighborPacket.Multicast(NeighborPacket.AllNodes, own, source, message);

    private static Ipv6Address? LinkLocalOf(string name)
    {
        using var kernel = new RouteNetlink();
        var index = kernel.GetLink(name).Index;
        foreach (var address in kernel.GetAddresses())
            if (address.InterfaceIndex == index && address.Address.IsIpv6 && address.Address.AsIpv6.IsLinkLocal) return address.Address.AsIpv6;
        return null;
    }
}
