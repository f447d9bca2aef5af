using System.Collections.Immutable;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// The prefixes that a mobile router's Binding Update sets up (RFC 3963 6.2): those of its Mobile Network Prefix options (explicit mode), or without any those
/// that are configured for it (implicit mode). IPv4 prefixes come by options of their own (RFC 5555 3.1.1), from a mobile host too; in implicit mode the configured ones come
/// without. What the Binding Update does not name is not forwarded any more.
/// </summary>
internal static class MobileNetworkPrefixRegistration
{
    /// <summary>Named by one Binding Update: every edge looks through all lengths that are in force, and a mobile router could name parts of each.</summary>
    private const int MostNamed = 16;

    /// <returns>Accepted, or why the Binding Update is refused; then nothing is forwarded that was not before.</returns>
    public static BindingStatus Check(BindingRequest request, ImmutableArray<Ipv4Prefix> ipv4)
    {
        if (!request.Has(BindingUpdateFlags.MobileRouter)) return BindingStatus.Accepted;
        if (!request.Policy.MobileRouters) return BindingStatus.MobileRouterOperationNotPermitted;
        if (Options(request).Skip(MostNamed).Any()) return BindingStatus.ForwardingSetupFailed;
        var isExplicit = false;
        var isAuthorized = true;
        foreach (var option in Options(request))
        {
            isExplicit = true;
            if (!IsPrefix(option)) return BindingStatus.InvalidPrefix;
            isAuthorized &= IsAuthorized(request.Policy, new Ipv6Prefix(option.Prefix, option.PrefixLength));
        }
        if (isExplicit) return isAuthorized ? BindingStatus.Accepted : BindingStatus.NotAuthorizedForPrefix;
        return Implicit(request, ipv4) is null ? BindingStatus.ForwardingSetupFailed : BindingStatus.Accepted;
    }

    /// <param name="ipv4">That the IPv4 Home Address options ask for and get.</param>
    public static MobileNetworks? Networks(BindingRequest request, ImmutableArray<Ipv4Prefix> ipv4)
    {
        if (!request.Has(BindingUpdateFlags.MobileRouter)) return MobileNetworks.Of([], ipv4);
        var named = Options(request).Select(option => new Ipv6Prefix(option.Prefix, option.PrefixLength)).Distinct().ToList();
        return named.Count > 0 ? MobileNetworks.Of(named, ipv4) : Implicit(request, ipv4);
    }

    private static MobileNetworks? Implicit(BindingRequest request, ImmutableArray<Ipv4Prefix> ipv4) =>
        MobileNetworks.Of(request.Policy.MobileNetworkPrefixes, request.Policy.Ipv4PrefixLeased ? ipv4 : ipv4.Union(request.Policy.Ipv4Prefixes));

    private static IEnumerable<MobileNetworkPrefixOption> Options(BindingRequest request) => request.Update.Options.Items.OfType<MobileNetworkPrefixOption>();

    private static bool IsPrefix(MobileNetworkPrefixOption option) => option.PrefixLength is > 0 and <= 128 && option.Prefix.IsUnicastRoutable;

    /// <summary>The Prefix Table (6.1.2). Who owns a prefix may name a part of it.</summary>
    private static bool IsAuthorized(HomePolicy policy, Ipv6Prefix prefix)
    {
        foreach (var own in policy.MobileNetworkPrefixes.AsSpan())
            if (own.Contains(prefix)) return true;
        return false;
    }
}
