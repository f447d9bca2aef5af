using DsMip.Wire;

namespace DsMip.HomeAgent.Core;

/// <summary>A range of IPv4 home addresses for dynamic assignment (RFC 5555 4.5), both ends included. Which of them are leased is the caller's knowledge.</summary>
public sealed record Ipv4AddressPool : ISpanParsable<Ipv4AddressPool>
{
    /// <exception cref="ArgumentException">The range is empty or holds an address that is not unicast routable.</exception>
    public Ipv4AddressPool(Ipv4Address first, Ipv4Address last)
    {
        if (!IsRange(first, last)) throw new ArgumentException($"{first}-{last} is not a range of unicast IPv4 addresses");
        First = first;
        Last = last;
    }

    public Ipv4Address First { get; }

    public Ipv4Address Last { get; }

    public long Size => (long)Last.Value - First.Value + 1;

    public bool Contains(Ipv4Address address) => address >= First && address <= Last;

    /// <summary>
    /// The first free address after <paramref name="after"/>, going round once. Starting after the last one given out keeps a released address
    /// from going to somebody else at once, while packets for its former owner are still under way.
    /// </summary>
    /// <param name="after">An address of the range; any other: start at the first.</param>
    public bool TryNextFree(IReadOnlySet<Ipv4Address> inUse, Ipv4Address after, out Ipv4Address free)
    {
        var start = Contains(after) ? after.Value - First.Value + 1L : 0;
        for (long i = 0; i < Size; i++)
        {
            free = new Ipv4Address((uint)(First.Value + (start + i) % Size));
            if (!inUse.Contains(free)) return true;
        }
        free = default;
        return false;
    }

    public static Ipv4AddressPool Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var pool) ? pool : throw new FormatException($"'{s}' is not an IPv4 range such as 10.10.0.100-10.10.0.200");

    public static Ipv4AddressPool Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Ipv4AddressPool? result)
    {
        result = null;
        var dash = s.IndexOf('-');
        if (dash < 0) return false;
        if (!Ipv4Address.TryParse(s[..dash].Trim(), provider, out var first)) return false;
        if (!Ipv4Address.TryParse(s[(dash + 1)..].Trim(), provider, out var last) || !IsRange(first, last)) return false;
        result = new Ipv4AddressPool(first, last);
        return true;
    }

    public static bool TryParse(
        string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Ipv4AddressPool? result) =>
        TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => $"{First}-{Last}";

    private static bool IsRange(Ipv4Address first, Ipv4Address last) => first <= last && first.IsUnicastRoutable && last.IsUnicastRoutable;
}
