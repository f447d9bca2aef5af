using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>What a new view of the network means for paths in use (RFC 6275 11.5.1, RFC 5555 4.4.4).</summary>
public static class MovementDetection
{
    /// <summary>The address that the path starts at is gone: nothing may be sent by it any more. A new point of attachment under the same address
    /// asks for a new registration only.</summary>
    public static bool HasVanished(this IReadOnlyList<CareOfCandidate> view, BindingUpdatePath path) =>
        !view.Any(candidate => candidate.Address == path.Source && candidate.InterfaceIndex == path.InterfaceIndex);

    /// <summary>Candidates that can be used: unicast routable addresses, each once; IPv4 only if the home agent can be reached over it.</summary>
    public static IReadOnlyList<CareOfCandidate> Usable(IReadOnlyList<CareOfCandidate> view, HomeRegistrationSettings settings) =>
        [.. view.Where(candidate => IsUsable(candidate, settings)).DistinctBy(candidate => candidate.Path)];

    private static bool IsUsable(CareOfCandidate candidate, HomeRegistrationSettings settings)
    {
        // What is behind us is no way out.
        if (!candidate.Address.IsUnicastRoutable || settings.Router?.Networks.Contains(candidate.Address) == true) return false;
        // No return home over IPv4 (RFC 5555 4.4.4); and a tunnel must not start at an address it carries.
        if (candidate.Address.IsIpv4) return !candidate.AtHome && !settings.HomeAgentIpv4.IsUnspecified && candidate.Address != (IpAddress)(settings.Ipv4Home ?? default);
        // The home agent refuses, without a word, a care-of address that is on its own link.
        var isHome = candidate.Address == (IpAddress)settings.HomeAddress;
        return candidate.AtHome ? isHome : !isHome && settings.HomePrefix?.Contains(candidate.Address.AsIpv6) != true;
    }
}
