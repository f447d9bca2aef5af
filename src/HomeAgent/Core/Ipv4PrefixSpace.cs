using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>Which prefixes of some pools are taken. No two of them overlap. Not thread-safe.</summary>
public sealed class Ipv4PrefixSpace(Ipv4PrefixPools pools)
{
    // By the last address: those that do not overlap have the same order by either end.
    private readonly SortedSet<(uint Last, uint First)> _taken = [];
    private uint _after;

    /// <returns>False: it is outside of the pools, or overlaps what is taken.</returns>
    public bool TryTake(Ipv4Prefix prefix)
    {
        if (!pools.Contains(prefix) || Overlaps(First(prefix), Last(prefix))) return false;
        return _taken.Add((Last(prefix), First(prefix)));
    }

    /// <summary>
    /// A free prefix of the length asked for, or of the next longer one that there is. It comes after the one taken last, going round once, so that
    /// a released prefix does not go to somebody else at once.
    /// </summary>
    public bool TryTakeFree(int asked, out Ipv4Prefix prefix)
    {
        foreach (var length in pools.Lengths(asked))
            if (TryFind(length, _after, out prefix) || TryFind(length, 0, out prefix))
            {
                _after = Last(prefix);
                return TryTake(prefix);
            }
        prefix = default;
        return false;
    }

    public void Free(Ipv4Prefix prefix) => _taken.Remove((Last(prefix), First(prefix)));

    public static uint First(Ipv4Prefix prefix) => prefix.Address.Value;

    public static uint Last(Ipv4Prefix prefix) => (uint)(prefix.Address.Value + (1L << (32 - prefix.Length)) - 1);

    private bool TryFind(int length, uint from, out Ipv4Prefix prefix)
    {
        foreach (var pool in pools.Pools)
            if (pool.Length <= length && Last(pool) >= from && TryFind(length, Math.Max(from, First(pool)), Last(pool), out prefix)) return true;
        prefix = default;
        return false;
    }

    private bool TryFind(int length, long from, long last, out Ipv4Prefix prefix)
    {
        var size = 1L << (32 - length);
        var start = Align(from, size);
        foreach (var taken in _taken.GetViewBetween(((uint)from, 0), (uint.MaxValue, uint.MaxValue)))
        {
            if (taken.First >= start + size || start + size - 1 > last) break;
            start = Align(taken.Last + 1L, size);
        }
        prefix = start + size - 1 <= last ? new Ipv4Prefix(new Ipv4Address((uint)start), length) : default;
        return start + size - 1 <= last;
    }

    private bool Overlaps(uint first, uint last)
    {
        foreach (var taken in _taken.GetViewBetween((first, 0), (uint.MaxValue, uint.MaxValue))) return taken.First <= last;
        return false;
    }

    private static long Align(long address, long size) => (address + size - 1) / size * size;
}
