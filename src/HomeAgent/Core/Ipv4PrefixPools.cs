using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>Where IPv4 prefixes for mobile networks are leased from (RFC 5555 4.5). Which of them are leased is the caller's knowledge.</summary>
/// <param name="Pools">Without overlap.</param>
/// <param name="Shortest">Nobody gets a shorter prefix, that is, more addresses.</param>
public sealed record Ipv4PrefixPools(ValueArray<Ipv4Prefix> Pools, int Shortest)
{
    /// <summary>Longer prefixes are leased only to those who ask for them: two hosts are the least that a network is good for.</summary>
    private const int LongestUnasked = 30;

    public bool Contains(Ipv4Prefix prefix)
    {
        foreach (var pool in Pools.AsSpan())
            if (pool.Length <= prefix.Length && pool.Contains(prefix.Address)) return true;
        return false;
    }

    public bool Overlaps(Ipv4Prefix prefix)
    {
        foreach (var pool in Pools.AsSpan())
            if (pool.Overlaps(prefix)) return true;
        return false;
    }

    /// <summary>
    /// Lengths to be tried, best first: the home agent SHOULD allocate the requested length, and fails only if none of any length is left (4.5).
    /// </summary>
    /// <param name="asked">1 to 32; a length that is too short is taken for the shortest there is.</param>
    public IEnumerable<int> Lengths(int asked)
    {
        var first = Math.Clamp(asked, Shortest, 32);
        return Enumerable.Range(first, Math.Max(first, LongestUnasked) - first + 1);
    }
}
