using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Translation;

/// <summary>
/// Tells a NAT that stands in front of the home agent from one that stands before the mobile node. RFC 5555 4.2 finds that there is one, and not
/// where. Ours would hide the mobile node's, and is not meant to be.
/// </summary>
/// <param name="HomeAgent">Outer IPv4 address of tunnels; null: no IPv4.</param>
/// <param name="Own">Addresses of our side: machines, pods, load balancers. No mobile node is there.</param>
/// <param name="KnownNats">NATs that are meant to be, wherever they are.</param>
public sealed record TranslationPolicy(Ipv4Address? HomeAgent, ImmutableArray<Ipv4Prefix> Own, ImmutableArray<Ipv4Prefix> KnownNats)
{
    /// <summary>RFC 1918, and RFC 6598: what NATs of providers have inside.</summary>
    private static readonly ImmutableArray<Ipv4Prefix> Private =
        [Ipv4Prefix.Parse("10.0.0.0/8"), Ipv4Prefix.Parse("172.16.0.0/12"), Ipv4Prefix.Parse("192.168.0.0/16"), Ipv4Prefix.Parse("100.64.0.0/10")];

    /// <summary>What the registration that made this entry says.</summary>
    public TranslationEvidence EvidenceIn(BindingCacheEntry entry)
    {
        if (!entry.NatDetected || entry.Deregistered || !entry.Ingress.Remote.IsIpv4) return TranslationEvidence.None;
        var source = entry.Ingress.Remote.AsIpv4;
        if (AnyContains(KnownNats, source)) return TranslationEvidence.None;
        if (AnyContains(Own, source)) return TranslationEvidence.OwnNetwork;
        if (HomeAgent is { } homeAgent && IsGlobal(homeAgent) && !IsGlobal(source)) return TranslationEvidence.PrivateSource;
        return entry.CareOfAddress.IsIpv4 && IsGlobal(entry.CareOfAddress.AsIpv4) ? TranslationEvidence.GlobalCareOfAddress : TranslationEvidence.None;
    }

    private static bool IsGlobal(Ipv4Address address) => address.IsUnicastRoutable && !AnyContains(Private, address);

    private static bool AnyContains(ImmutableArray<Ipv4Prefix> prefixes, Ipv4Address address)
    {
        foreach (var prefix in prefixes)
            if (prefix.Contains(address)) return true;
        return false;
    }
}
