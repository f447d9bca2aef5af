using DsMip.Configuration;
using DsMip.HomeAgent.Core.Discovery;

namespace DsMip.HomeAgent.Options;

/// <summary><c>AddressDiscovery</c>, and <c>HomeLink:RouterAdvertisements</c>, which have a preference and a lifetime in common.</summary>
internal static class AddressDiscoveryReader
{
    private const int LongestRouterLifetime = 9000;
    private static readonly TimeSpan LeastMinimum = TimeSpan.FromSeconds(0.03), LeastMaximum = TimeSpan.FromSeconds(0.07);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1800), Usual = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), LongestLifetime = TimeSpan.FromSeconds(ushort.MaxValue);

    public static AddressDiscoveryOptions Read(SettingsReader section) => new(
        section.Flag("Enabled", true), Preference(section), [.. section.Sections("HomeAgents").Select(ReadOther)]);

    /// <summary>Null: none are sent.</summary>
    /// <param name="section">Of the advertisements.</param>
    /// <param name="discovery">Of <see cref="Read"/>.</param>
    /// <param name="mobileRouters">Of this home agent.</param>
    public static AdvertisementSettings? ReadAdvertisements(SettingsReader section, SettingsReader discovery, bool mobileRouters)
    {
        var maximum = section.Duration("MaxInterval", Usual, LeastMaximum, Most);
        var minimum = section.Duration("MinInterval", Floor(maximum / 3), LeastMinimum, Most);
        if (minimum > maximum) throw section.Wrong("MinInterval", $"{minimum:c} is longer than MaxInterval {maximum:c}");
        var usual = TimeSpan.FromSeconds(Math.Clamp(Math.Round(3 * maximum.TotalSeconds), 1, LongestRouterLifetime));
        var router = section.Duration("RouterLifetime", usual, TimeSpan.Zero, TimeSpan.FromSeconds(LongestRouterLifetime));
        if (router > TimeSpan.Zero && router < maximum) throw section.Wrong("RouterLifetime", $"{router:c} is shorter than MaxInterval {maximum:c}; 00:00:00 makes this no default router");
        var homeAgent = discovery.Duration("Lifetime", router == TimeSpan.Zero ? usual : router, Second, LongestLifetime);
        return section.Flag("Enabled", false)
            ? new AdvertisementSettings(
                minimum, maximum, (ushort)Math.Ceiling(router.TotalSeconds), (ushort)homeAgent.TotalSeconds, Preference(discovery), mobileRouters)
            : null;
    }

    // Of the least interval that is allowed, a third would be too little.
    private static TimeSpan Floor(TimeSpan minimum) => minimum < LeastMinimum ? LeastMinimum : minimum;

    private static ushort Preference(SettingsReader section) => (ushort)section.Number("Preference", 0, 0, ushort.MaxValue);

    private static KnownHomeAgent ReadOther(SettingsReader other) => new(
        [other.UnicastIpv6("Address")], Preference(other), other.Flag("MobileRouters", true));
}
