using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Prefixes of which no two overlap, each with its owner. IPv4 lies among IPv6 in the mapped form.</summary>
internal sealed class DisjointPrefixes
{
    // By the last address: those that do not overlap have the same order by either end.
    private readonly SortedSet<Range> _ranges = new(Comparer<Range>.Create((one, other) => one.Last.CompareTo(other.Last)));

    /// <returns>Null: it is added; else the owner of one that it overlaps.</returns>
    public string? Add(Ipv6Prefix prefix, string owner) => Add(prefix.Address.Value, 128 - prefix.Length, owner);

    /// <inheritdoc cref="Add(Ipv6Prefix, string)"/>
    public string? Add(Ipv4Prefix prefix, string owner) => Add(((IpAddress)prefix.Address).Mapped.Value, 32 - prefix.Length, owner);

    private string? Add(UInt128 first, int hostBits, string owner)
    {
        var last = hostBits == 128 ? UInt128.MaxValue : first + (UInt128.One << hostBits) - 1;
        foreach (var next in _ranges.GetViewBetween(new Range(first, first, ""), new Range(0, UInt128.MaxValue, "")))
        {
            if (next.First <= last) return next.Owner;
            break;
        }
        _ranges.Add(new Range(first, last, owner));
        return null;
    }

    private readonly record struct Range(UInt128 First, UInt128 Last, string Owner);
}
