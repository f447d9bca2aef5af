using System.Collections.Immutable;
using DsMip.HomeAgent.Core.Discovery;

namespace DsMip.HomeAgent.Options;

/// <summary>Dynamic home agent address discovery (RFC 6275 10.5): what mobile nodes that do not know their home agent are told.</summary>
/// <param name="Enabled">Requests are answered.</param>
/// <param name="Preference">Of this home agent; the higher one is preferred.</param>
/// <param name="Others">Home agents that are told of beside those that advertise themselves on the home link.</param>
public sealed record AddressDiscoveryOptions(bool Enabled, ushort Preference, ImmutableArray<KnownHomeAgent> Others);
