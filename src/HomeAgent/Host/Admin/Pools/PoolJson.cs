namespace DsMip.HomeAgent.Admin.Pools;

/// <summary>A prefix of the home link.</summary>
/// <param name="ValidSeconds">What is left of its lifetime; null: for ever.</param>
/// <param name="PreferredSeconds">Likewise.</param>
/// <param name="MobileNodes">With a home address in it.</param>
/// <param name="Bindings">In force, with a home address in it; at most ten seconds old.</param>
public sealed record HomePrefixJson(
    string Prefix, long? ValidSeconds, long? PreferredSeconds, bool OnLink, bool Autonomous, string? RouterAddress, int MobileNodes, int Bindings);

/// <summary>What IPv4 addresses or prefixes are leased from.</summary>
/// <param name="Kind"><c>addresses</c> for mobile nodes, or <c>prefixes</c> for mobile networks.</param>
/// <param name="Ranges">A range <c>first-last</c>, or prefixes.</param>
/// <param name="Size">Addresses in it.</param>
/// <param name="Reserved">Addresses in it that are never leased.</param>
/// <param name="Leases">In force.</param>
/// <param name="Leased">Addresses in these.</param>
public sealed record PoolJson(string Kind, IReadOnlyList<string> Ranges, long Size, long Reserved, int Leases, long Leased);
