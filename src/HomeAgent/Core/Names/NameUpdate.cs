using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Names;

/// <summary>What has to be done in the DNS before a Binding Update is acknowledged (RFC 5026 6).</summary>
/// <param name="Name">Fully qualified, without the dot at its end.</param>
/// <param name="Remove">The home address is not the name's any more; else it is the only one.</param>
public sealed record NameUpdate(string Name, Ipv6Address HomeAddress, bool Remove);
