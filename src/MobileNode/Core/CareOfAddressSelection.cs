using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>
/// Which care-of address to use (RFC 5555 4.4.1): home first, then IPv6, then IPv4. Where IPv6 went unanswered, IPv4 stays preferred over
/// movements within the same administrative domain, because trying the broken family again costs packets at every handover.
/// </summary>
public sealed class CareOfAddressSelection
{
    /// <summary>Unanswered tries after which the other family has its turn.</summary>
    public const int TriesPerFamily = 3;

    /// <summary>What counts as one administrative domain: the prefix length that registries give to one operator.</summary>
    public const int DomainPrefixLength = 32;

    private Ipv6Prefix? _unreliableDomain;

    /// <summary>The best candidate; <paramref name="current"/> is kept among equals, since a handover without need only loses packets.</summary>
    public CareOfCandidate? Choose(IReadOnlyList<CareOfCandidate> view, BindingUpdatePath? current)
    {
        var home = Best(view, candidate => candidate.AtHome, current);
        if (home is not null) return home;
        var ipv6 = Best(view, candidate => candidate.Address.IsIpv6, current);
        var ipv4 = Best(view, candidate => candidate.Address.IsIpv4, current);
        if (ipv6 is null || ipv4 is null) return ipv6 ?? ipv4;
        return _unreliableDomain is { } domain && domain.Contains(ipv6.Value.Address.AsIpv6) ? ipv4 : ipv6;
    }

    /// <summary>A care-of address went unanswered: true if <see cref="Choose"/> now prefers the other family.</summary>
    public bool Unanswered(IpAddress careOf, IReadOnlyList<CareOfCandidate> view)
    {
        if (!view.Any(candidate => candidate.Address.IsIpv4 != careOf.IsIpv4)) return false;
        _unreliableDomain = careOf.IsIpv6 ? new Ipv6Prefix(careOf.AsIpv6, DomainPrefixLength) : null;
        return true;
    }

    /// <summary>A care-of address was acknowledged: if it was IPv6, the family is reliable again.</summary>
    public void Answered(IpAddress careOf)
    {
        if (careOf.IsIpv6) _unreliableDomain = null;
    }

    private static CareOfCandidate? Best(IReadOnlyList<CareOfCandidate> view, Func<CareOfCandidate, bool> wanted, BindingUpdatePath? current)
    {
        CareOfCandidate? best = null;
        foreach (var candidate in view.Where(wanted))
            if (best is null || candidate.Metric < best.Value.Metric || (candidate.Metric == best.Value.Metric && candidate.Path == current))
                best = candidate;
        return best;
    }
}
