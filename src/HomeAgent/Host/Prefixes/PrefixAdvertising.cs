using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core.Prefixes;

namespace DsMip.HomeAgent.Prefixes;

/// <summary>What all binding cache entries of a node share for prefix discovery (RFC 6275 10.6).</summary>
/// <param name="Due">When mobile nodes are to be sent advertisements.</param>
/// <param name="Random">From 0 up to but without 1.</param>
public sealed record PrefixAdvertising(HomePrefixTable Table, PrefixAdvertisingOptions Options, LifetimeWheel Due, Func<double> Random)
{
    /// <summary>For a new entity.</summary>
    public PrefixDelivery NewDelivery() => new(Options.Minimum, Options.Maximum);
}

/// <summary>RFC 6275 10.6.1, 13.</summary>
/// <param name="Enabled">Mobile Prefix Advertisements are sent.</param>
/// <param name="Minimum">MinMobPfxAdvInterval.</param>
/// <param name="Maximum">MaxMobPfxAdvInterval.</param>
public sealed record PrefixAdvertisingOptions(bool Enabled, TimeSpan Minimum, TimeSpan Maximum);
