using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Discovery;

/// <summary>A home agent of the home link, as mobile nodes are told of it (RFC 6275 10.1).</summary>
/// <param name="Addresses">Its global addresses.</param>
/// <param name="Preference">Of two home agents the one with more is to be preferred.</param>
/// <param name="MobileRouters">It serves mobile routers (RFC 3963 7.3).</param>
public readonly record struct KnownHomeAgent(ValueArray<Ipv6Address> Addresses, ushort Preference, bool MobileRouters = false);
