using System.Globalization;
using DsMip.Configuration;
using DsMip.HomeAgent.Core.Prefixes;
using DsMip.HomeAgent.Prefixes;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary><c>HomePrefixes</c>: the prefixes of the home link as mobile nodes are told of them.</summary>
internal static class HomePrefixReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(uint.MaxValue - 1d);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(2);

    public static PrefixAdvertisingOptions ReadAdvertising(SettingsReader section)
    {
        var minimum = section.Duration("MinInterval", TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(1), LongestInterval);
        var maximum = section.Duration("MaxInterval", TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), LongestInterval);
        if (maximum < minimum) throw section.Wrong("MaxInterval", $"{maximum:c} is shorter than MinInterval");
        return new PrefixAdvertisingOptions(section.Flag("Enabled", true), minimum, maximum);
    }

    /// <summary>Without the list: <paramref name="home"/>, for ever.</summary>
    public static HomeNetworkPrefixes Read(SettingsReader root, Ipv6Prefix home, Ipv6Address homeAgent)
    {
        HomeNetworkPrefix[] all = [.. root.Sections("HomePrefixes").Select(section => ReadOne(section, homeAgent))];
        if (all.Length == 0) all = [new HomeNetworkPrefix(home, default, default, OnLink: true, Autonomous: true, homeAgent)];
        if (!all.Any(prefix => prefix.Prefix == home))
            throw root.Wrong("HomePrefixes", $"HomePrefix {home} is not in the list; give it a ValidLifetime of 00:00:00 to withdraw it");
        if (all.Length > HomeNetworkPrefixes.Most) throw root.Wrong("HomePrefixes", $"has more than {HomeNetworkPrefixes.Most} elements");
        if (all.DistinctBy(prefix => prefix.Prefix).Count() != all.Length) throw root.Wrong("HomePrefixes", "has a prefix twice");
        return new HomeNetworkPrefixes(ValueArray.Create<HomeNetworkPrefix>(all));
    }

    private static HomeNetworkPrefix ReadOne(SettingsReader section, Ipv6Address homeAgent)
    {
        var prefix = section.Required<Ipv6Prefix>("Prefix", "an IPv6 prefix such as 2001:db8::/64");
        var router = section.Optional<Ipv6Address>("RouterAddress", "an IPv6 address");
        if (router is { } address && (!address.IsUnicastRoutable || !prefix.Contains(address)))
            throw section.Wrong("RouterAddress", $"{address} is not a unicast address in {prefix}");
        return new HomeNetworkPrefix(
            prefix, ReadLifetime(section, "Valid"), ReadLifetime(section, "Preferred"), section.Flag("OnLink", true), section.Flag("Autonomous", true),
            router ?? (prefix.Contains(homeAgent) ? homeAgent : null));
    }

    private static PrefixLifetime ReadLifetime(SettingsReader section, string which)
    {
        var (lifetime, until) = (which + "Lifetime", which + "Until");
        if (section.Text(until) is not { } text)
            return section.Text(lifetime) is null ? default : new PrefixLifetime(section.Duration(lifetime, default, TimeSpan.Zero, Longest));
        if (section.Text(lifetime) is not null) throw section.Wrong(until, $"and {lifetime} exclude each other");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? new PrefixLifetime(Until: moment)
            : throw section.Wrong(until, $"'{text}' is not a time such as 2026-12-31T12:00:00Z");
    }
}
