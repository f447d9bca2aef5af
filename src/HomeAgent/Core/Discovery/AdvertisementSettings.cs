namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>What Router Advertisements of this home agent say, and how often they are sent (RFC 4861 6.2.1, RFC 6275 7).</summary>
/// <param name="Minimum">MinRtrAdvInterval, 30 ms at least.</param>
/// <param name="Maximum">MaxRtrAdvInterval, 70 ms at least.</param>
/// <param name="RouterLifetimeSeconds">AdvDefaultLifetime; 0: this is no default router.</param>
/// <param name="HomeAgentLifetimeSeconds">Not 0.</param>
public sealed record AdvertisementSettings(
    TimeSpan Minimum, TimeSpan Maximum, ushort RouterLifetimeSeconds, ushort HomeAgentLifetimeSeconds, ushort Preference, bool MobileRouters = false);
