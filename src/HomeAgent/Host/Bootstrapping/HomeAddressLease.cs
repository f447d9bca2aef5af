using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>A home address that IKE has given to a mobile node: a temporary entry of the PAD (RFC 4877 7.1).</summary>
/// <param name="Identity">Who has proved to be it, and nobody else, gets keys for the address.</param>
/// <param name="LastUsed">The mobile node had keys, or was bound.</param>
public sealed record HomeAddressLease(string Identity, Ipv6Address Address, DateTimeOffset LastUsed);
