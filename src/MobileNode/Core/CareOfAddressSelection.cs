using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>
/// Which care-of address to use (RFC 5555 4.4.1): home first, then one that is not known to fail, then IPv6, then IPv4. Where IPv6 went unanswered,
/// IPv4 stays preferred over movements within the same administrative domain, because trying the broken family again costs packets at every handover.
/// </summary>
public sealed class CareOfAddressSelection
{
    /// <summary>Unanswered tries after which another address has its turn.</summary>
    public const int TriesPerAddress = 3;

    /// <summary>What counts as one administrative domain: the prefix length that registries give to one operator.</summary>
    public const int DomainPrefixLength = 32;

    /// <summary>How long an unanswered address comes after all others.</summary>
    public static readonly TimeSpan FailurePeriod = TimeSpan.FromMinutes(5);

    private readonly Dictionary<BindingUpdatePath, DateTimeOffset> _failedUntil = [];
    private Ipv6Prefix? _unreliableDomain;

    /// <summary>The best candidate; <paramref name="current"/> is kept among equals, since a handover without need only loses packets.</summary>
    public CareOfCandidate? Choose(IReadOnlyList<CareOfCandidate> view, BindingUpdatePath? current, DateTimeOffset now)
    {
        var ranked = view
            .OrderByDescending(candidate => candidate.AtHome)
            .ThenBy(candidate => HasFailed(candidate.Path, now))
            .ThenBy(RankOfFamily)
            .ThenBy(candidate => candidate.Metric)
            .ThenByDescending(candidate => candidate.Path == current);
        return ranked.Cast<CareOfCandidate?>().FirstOrDefault();
    }

    /// <summary>A care-of address went unanswered: true if <see cref="Choose"/> now prefers another.</summary>
    public bool Unanswered(BindingUpdatePath path, IReadOnlyList<CareOfCandidate> view, DateTimeOffset now)
    {
        var others = view.Where(candidate => candidate.Path != path).ToArray();
        if (others.Length == 0) return false;
        if (others.Any(other => other.Address.IsIpv4 != path.Source.IsIpv4))
            _unreliableDomain = path.Source.IsIpv6 ? new Ipv6Prefix(path.Source.AsIpv6, DomainPrefixLength) : null;
        // When all have failed, all have another turn but the last.
        if (others.All(other => HasFailed(other.Path, now))) _failedUntil.Clear();
        _failedUntil[path] = now + FailurePeriod;
        return true;
    }

    /// <summary>A care-of address was acknowledged: if it was IPv6, the family is reliable again.</summary>
    public void Answered(BindingUpdatePath path)
    {
        _failedUntil.Remove(path);
        if (path.Source.IsIpv6) _unreliableDomain = null;
    }

    /// <summary>What is gone is forgotten: an address that comes back has its chance.</summary>
    public void Forget(IReadOnlyList<CareOfCandidate> view)
    {
        foreach (var gone in _failedUntil.Keys.Except(view.Select(candidate => candidate.Path)).ToArray()) _failedUntil.Remove(gone);
    }

    private bool HasFailed(BindingUpdatePath path, DateTimeOffset now) => _failedUntil.TryGetValue(path, out var until) && now < until;

    private int RankOfFamily(CareOfCandidate candidate)
    {
        const int reliable = 0, ipv4 = 1, unreliable = 2;
        if (candidate.Address.IsIpv4) return ipv4;
        return _unreliableDomain?.Contains(candidate.Address.AsIpv6) == true ? unreliable : reliable;
    }
}
