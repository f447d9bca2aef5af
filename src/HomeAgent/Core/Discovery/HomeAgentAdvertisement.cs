using DsMip.HomeAgent.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Neighbors;

namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>The Router Advertisements of a home agent (RFC 6275 7), always with its link-layer address and its global addresses.</summary>
public static class HomeAgentAdvertisement
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200), Granularity = TimeSpan.FromMilliseconds(20);

    /// <param name="own">Link-layer address of the home agent.</param>
    public static RouterAdvertisement Of(AdvertisementSettings settings, HomeNetworkPrefixes prefixes, LinkAddress own, DateTimeOffset now)
    {
        var information = new HomeAgentInformationOption(settings.Preference, settings.HomeAgentLifetimeSeconds, settings.MobileRouters);
        // RFC 6275 7.4: not if it says nothing that is not so without it.
        var isDefault = information == new HomeAgentInformationOption(0, settings.RouterLifetimeSeconds);
        return new RouterAdvertisement(
            RouterAdvertisementFlags.HomeAgent, settings.RouterLifetimeSeconds, own, Options(prefixes, now), Interval(settings.Maximum), isDefault ? null : information);
    }

    /// <summary>The last one: neither a router nor a home agent any more (RFC 4861 6.2.5), so that nobody is sent here.</summary>
    public static RouterAdvertisement Last(LinkAddress own) => new(RouterAdvertisementFlags.None, 0, own, []);

    private static ValueArray<PrefixInformationOption> Options(HomeNetworkPrefixes prefixes, DateTimeOffset now) =>
        ValueArray.Create<PrefixInformationOption>([.. prefixes.All.Select(prefix => prefix.ToOption(now))]);

    // RFC 6275 7.5: neither end is exact to a few milliseconds.
    private static AdvertisementIntervalOption Interval(TimeSpan longest) =>
        new((uint)(longest < Short ? longest + Granularity : longest).TotalMilliseconds);
}
