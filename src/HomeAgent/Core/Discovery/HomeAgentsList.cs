using System.Collections.Immutable;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>
/// The Home Agents List of a home link: who else is a home agent there, by their Router Advertisements (RFC 6275 10.5.1). Whoever is on the link may
/// say that he is one, so that there is a limit to what is remembered. Not thread-safe.
/// </summary>
public sealed class HomeAgentsList
{
    /// <summary>Home agents beyond it are not remembered.</summary>
    public const int Most = 64;

    /// <summary>Of each; those heard last are kept.</summary>
    public const int MostAddresses = 16;

    private readonly Dictionary<Ipv6Address, ListedHomeAgent> _byLinkLocal = [];

    /// <summary>An advertisement of somebody else.</summary>
    /// <param name="source">Its link-local address names the home agent.</param>
    public void Hear(Ipv6Address source, RouterAdvertisement heard, DateTimeOffset now)
    {
        RemoveExpired(now);
        var information = heard.HomeAgent ?? new HomeAgentInformationOption(0, heard.LifetimeSeconds);
        if (!heard.Flags.HasFlag(RouterAdvertisementFlags.HomeAgent) || information.LifetimeSeconds == 0)
        {
            _byLinkLocal.Remove(source);
            return;
        }
        var isKnown = _byLinkLocal.TryGetValue(source, out var known);
        if (!isKnown && _byLinkLocal.Count >= Most) return;
        var addresses = Addresses(heard).Concat(isKnown ? known.HomeAgent.Addresses : []).Distinct().Take(MostAddresses).ToArray();
        _byLinkLocal[source] = new ListedHomeAgent(
            new KnownHomeAgent(ValueArray.Create<Ipv6Address>(addresses), information.Preference, information.MobileRouters), now.AddSeconds(information.LifetimeSeconds));
    }

    /// <summary>All that have not expired yet, as a picture that does not change.</summary>
    public ImmutableArray<ListedHomeAgent> Take(DateTimeOffset now)
    {
        RemoveExpired(now);
        return [.. _byLinkLocal.Values];
    }

    private static IEnumerable<Ipv6Address> Addresses(RouterAdvertisement heard) =>
        from prefix in heard.Prefixes
        where prefix.Flags.HasFlag(PrefixInformationFlags.RouterAddress) && prefix.Prefix.IsUnicastRoutable
        select prefix.Prefix;

    private void RemoveExpired(DateTimeOffset now)
    {
        foreach (var (source, listed) in _byLinkLocal)
            if (listed.Expires <= now) _byLinkLocal.Remove(source);
    }
}

/// <param name="Expires">Then it counts no more.</param>
public readonly record struct ListedHomeAgent(KnownHomeAgent HomeAgent, DateTimeOffset Expires);
