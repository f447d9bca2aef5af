using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>A part of a home prefix, of either family: what is routed to one edge.</summary>
public readonly record struct HomeBlock
{
    private readonly Ipv6Prefix? _ipv6;
    private readonly Ipv4Prefix? _ipv4;

    public HomeBlock(Ipv6Prefix prefix) => _ipv6 = prefix;

    public HomeBlock(Ipv4Prefix prefix) => _ipv4 = prefix;

    public static bool TryParse([NotNullWhen(true)] string? text, out HomeBlock block)
    {
        block = default;
        if (Ipv6Prefix.TryParse(text, CultureInfo.InvariantCulture, out var ipv6)) block = new HomeBlock(ipv6);
        else if (Ipv4Prefix.TryParse(text, CultureInfo.InvariantCulture, out var ipv4)) block = new HomeBlock(ipv4);
        else return false;
        return true;
    }

    public bool Contains(IpAddress address) => address.IsIpv4 ? _ipv4?.Contains(address.AsIpv4) == true : _ipv6?.Contains(address.AsIpv6) == true;

    public bool IsInside(Ipv6Prefix prefix) => _ipv6 is { } own && own.Length >= prefix.Length && prefix.Contains(own.Address);

    public bool IsInside(Ipv4Prefix prefix) => _ipv4 is { } own && own.Length >= prefix.Length && prefix.Contains(own.Address);

    /// <summary>1: all of it. For what <see cref="IsInside(Ipv6Prefix)"/>; sums of such parts are exact for as long as they can be told apart at all.</summary>
    public double PartOf(Ipv6Prefix prefix) => _ipv6 is { } own ? Math.ScaleB(1, prefix.Length - own.Length) : 0;

    public bool IsInside(HomeBlock other) =>
        (other._ipv6 is { } ipv6 && IsInside(ipv6)) || (other._ipv4 is { } ipv4 && IsInside(ipv4));

    /// <summary>Null: it is one of IPv4.</summary>
    public Ipv6Prefix? Ipv6 => _ipv6;

    /// <summary>Null: it is one of IPv6.</summary>
    public Ipv4Prefix? Ipv4 => _ipv4;

    /// <summary>They have an address in common, and then one lies in the other.</summary>
    public bool Overlaps(HomeBlock other) =>
        (other._ipv6 is { } ipv6 && (IsInside(ipv6) || (_ipv6 is { } own6 && other.IsInside(own6))))
        || (other._ipv4 is { } ipv4 && (IsInside(ipv4) || (_ipv4 is { } own4 && other.IsInside(own4))));

    /// <summary>As prefix notation, such as 2001:db8::/64.</summary>
    public override string ToString() => _ipv6?.ToString() ?? _ipv4?.ToString() ?? "";
}
