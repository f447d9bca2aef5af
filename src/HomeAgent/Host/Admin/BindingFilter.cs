using System.Globalization;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin;

/// <summary>Which bindings somebody wants to see.</summary>
/// <param name="Home">One of their home addresses is in it.</param>
/// <param name="CareOf">The care-of address, or where packets are sent, is in it.</param>
/// <param name="Edge">The edge that has the block of the home address; null: any.</param>
/// <param name="LeastAge">Since the last Binding Update.</param>
/// <param name="MostAge">Likewise.</param>
internal sealed record BindingFilter(HomeBlock? Home, HomeBlock? CareOf, Func<Ipv6Address, bool>? Edge, TimeSpan LeastAge, TimeSpan MostAge)
{
    /// <param name="wrong">What is wrong, in one line; null: nothing.</param>
    public static BindingFilter Parse(string? prefix, string? careOf, Func<Ipv6Address, bool>? edge, int? minAge, int? maxAge, out string? wrong)
    {
        wrong = null;
        if (!TryBlock(prefix, out var home)) wrong = $"prefix: '{prefix}' is not a prefix such as 2001:db8::/64";
        if (!TryBlock(careOf, out var remote)) wrong = $"careOf: '{careOf}' is not an address or a prefix";
        if (minAge is < 0 || maxAge is < 0) wrong = "minAge and maxAge are seconds, 0 or more";
        return new BindingFilter(home, remote, edge, TimeSpan.FromSeconds(minAge ?? 0), maxAge is { } most ? TimeSpan.FromSeconds(most) : TimeSpan.MaxValue);
    }

    public bool Takes(BindingCacheEntry entry, BidirectionalTunnel tunnel, DateTimeOffset now)
    {
        var age = now - UpdatedAt(entry);
        // Clocks of control nodes differ a little: one that is just there may have a negative age.
        return (LeastAge == TimeSpan.Zero || age >= LeastAge) && age <= MostAge
            && (Edge is not { } edge || edge(entry.HomeAddress))
            && (Home is not { } home || home.Contains(entry.HomeAddress) || (entry.Ipv4Home is { } ipv4 && home.Contains(ipv4.Address)))
            && (CareOf is not { } careOf || careOf.Contains(entry.CareOfAddress) || careOf.Contains(tunnel.Remote));
    }

    /// <summary>When the lifetime began that was granted last.</summary>
    public static DateTimeOffset UpdatedAt(BindingCacheEntry entry) => entry.Expires - entry.Lifetime.ToTimeSpan();

    private static bool TryBlock(string? text, out HomeBlock? block)
    {
        block = null;
        if (text is null) return true;
        var isAddress = Ipv6Address.TryParse(text, CultureInfo.InvariantCulture, out _) ? "/128" : Ipv4Address.TryParse(text, CultureInfo.InvariantCulture, out _) ? "/32" : "";
        if (!HomeBlock.TryParse(text + isAddress, out var parsed)) return false;
        block = parsed;
        return true;
    }
}
